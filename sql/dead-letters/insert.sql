insert into dead_letter (
    topic_partition, topic_offset, failed_at, route, source, origin_topic, origin_partition, origin_offset,
    article_id, error_class, error_message, attempts, body_bytes, body_file)
values (
    :#partition, :#offset, :#failedAt, :#route, :#source, :#originTopic, :#originPartition, :#originOffset,
    :#articleId, :#errorClass, :#errorMessage, :#attempts, :#bodyBytes, :#bodyFile)
on conflict do nothing
