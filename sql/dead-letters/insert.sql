insert into dead_letter (
    topic, topic_partition, topic_offset, failed_at, route, leg, source, origin_topic, origin_partition, origin_offset,
    article_id, error_class, cause, error_message, attempts, body_bytes, body_file, replays, replayed_from)
values (
    :#topic, :#partition, :#offset, :#failedAt, :#route, :#leg, :#source, :#originTopic, :#originPartition, :#originOffset,
    :#articleId, :#errorClass, :#cause, :#errorMessage, :#attempts, :#bodyBytes, :#bodyFile, :#replays, :#replayedFrom)
on conflict do nothing
