-- The oldest behind the one that was claimed last. Those that others are about to claim are left to them.
update dead_letter
set state = 'replaying', claimed_by = :claim, claimed_until = :until
where (topic, topic_partition, topic_offset) = (
    select topic, topic_partition, topic_offset
    from dead_letter
    where topic = :topic
        and state in ('set-aside', 'replaying')
        and (state = 'set-aside' or claimed_until <= :now)
        and (failed_at, topic_partition, topic_offset)
            > (cast(:lastFailedAt as timestamptz), :lastPartition, :lastOffset)
        and replays < :replays
        and dead_letter_matches(
        dead_letter, :error, :words, :leg, :source, :origin, :article, :state,
        cast(:from as timestamptz), cast(:to as timestamptz))
    order by failed_at, topic_partition, topic_offset
    limit 1
    for update skip locked)
returning topic_partition, topic_offset, failed_at, route, leg, source, origin_topic, origin_partition, origin_offset,
    article_id, error_class, error_message, attempts, body_bytes, body_file, replays, replayed_from, state,
    decided_at, decided_by, replayed_to
