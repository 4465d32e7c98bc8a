-- Nobody else's, or somebody's who has died over it.
update dead_letter
set state = 'replaying', claimed_by = :claim, claimed_until = :until
where topic = :topic and topic_partition = :partition and topic_offset = :offset
    and (state = 'set-aside' or (state = 'replaying' and claimed_until <= :now))
returning topic_partition, topic_offset, failed_at, route, leg, source, origin_topic, origin_partition, origin_offset,
    article_id, error_class, error_message, attempts, body_bytes, body_file, replays, replayed_from, state,
    decided_at, decided_by, replayed_to
