select topic_partition, topic_offset, failed_at, route, source, origin_topic, origin_partition, origin_offset,
    article_id, error_class, error_message, attempts, body_bytes, body_file
from dead_letter
where topic = :topic
order by failed_at desc, topic_partition desc, topic_offset desc
limit :limit
