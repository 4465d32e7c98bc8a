select topic_partition, topic_offset, failed_at, route, leg, source, origin_topic, origin_partition, origin_offset,
    article_id, error_class, error_message, attempts, body_bytes, body_file, replays, replayed_from, state,
    decided_at, decided_by, replayed_to
from dead_letter
where topic = :topic and topic_partition = :partition and topic_offset = :offset
