-- Reads every value of one file and counts what must not be. Parameters: the file, its day's first instant and the next's.
SELECT
    count(*) AS rows,
    count(*) FILTER ("timestamp" IS NULL OR "timestamp" < :from OR "timestamp" >= :to) AS outside,
    count(*) - count(DISTINCT (article_id, ticker, model)) AS repeated,
    count(*) FILTER (NOT isfinite(sentiment) OR NOT isfinite(confidence)) AS not_finite,
    bit_xor(hash(
        "timestamp", ticker, article_title, sentiment, confidence, source, source_url, model, article_id, text,
        fetch_timestamp_utc, processing_timestamp_utc, raw_source_payload_json
    )) AS content
FROM (
    FROM read_parquet([:files])
    UNION ALL BY NAME FROM lake_columns
)
