select topic_partition, topic_offset, failed_at, route, leg, source, origin_topic, origin_partition, origin_offset,
    article_id, error_class, error_message, attempts, body_bytes, body_file, replays, replayed_from, state,
    decided_at, decided_by, replayed_to
from dead_letter
where topic = :topic
    and dead_letter_matches(
        dead_letter, :error, :words, :leg, :source, :origin, :article, :state,
        cast(:from as timestamptz), cast(:to as timestamptz))
order by failed_at desc, topic_partition desc, topic_offset desc
limit :limit offset :offset
