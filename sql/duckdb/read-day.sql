-- The rows of one day's immutable files, each article, ticker and model once.
-- Parameters: the files; a ticker or null; the first timestamp; the first that is too late; how many rows at most.
-- Which row counts is decided before the range is applied: its latest version may lie outside of it.
WITH day AS (
    SELECT *
    FROM read_parquet(?1, filename = true, file_row_number = true)
    WHERE CAST(?2 AS VARCHAR) IS NULL OR ticker = ?2
),
latest AS (
    SELECT filename, file_row_number, "timestamp"
    FROM day
    -- Segments sort behind generations, and among themselves by time of append.
    QUALIFY row_number() OVER (
        PARTITION BY article_id, ticker, model
        ORDER BY processing_timestamp_utc DESC NULLS LAST, filename DESC, file_row_number DESC
    ) = 1
)
SELECT
    epoch_us("timestamp") AS "timestamp",
    ticker,
    article_title,
    sentiment,
    confidence,
    source,
    source_url,
    model,
    article_id,
    text,
    epoch_us(fetch_timestamp_utc) AS fetch_timestamp_utc,
    epoch_us(processing_timestamp_utc) AS processing_timestamp_utc,
    raw_source_payload_json
FROM day
SEMI JOIN (SELECT filename, file_row_number FROM latest WHERE "timestamp" >= ?3 AND "timestamp" < ?4) AS wanted
    USING (filename, file_row_number)
ORDER BY day."timestamp", article_id, ticker, model
LIMIT ?5
