copy lake.sentiment (
    "timestamp",
    ticker,
    article_title,
    sentiment,
    confidence,
    source,
    source_url,
    model,
    article_id,
    text,
    fetch_timestamp_utc,
    processing_timestamp_utc,
    raw_source_payload_json
) from stdin (format binary)
