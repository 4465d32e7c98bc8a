SELECT field, count(*) FILTER (WHERE is_right) AS "right", count(*) FILTER (WHERE NOT is_right) AS wrong
FROM (
    UNPIVOT verdict
    ON
        day, "timestamp", ticker, article_title, sentiment, confidence, source, source_url, model, article_id, text,
        fetch_timestamp_utc, processing_timestamp_utc
    INTO NAME field VALUE is_right
)
GROUP BY field
ORDER BY field
