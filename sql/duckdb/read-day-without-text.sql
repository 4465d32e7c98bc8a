-- As read-day.sql, without the large columns.
WITH latest AS (
    SELECT *
    FROM read_parquet(?1, filename = true, file_row_number = true)
    WHERE CAST(?2 AS VARCHAR) IS NULL OR ticker = ?2
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
    epoch_us(fetch_timestamp_utc) AS fetch_timestamp_utc,
    epoch_us(processing_timestamp_utc) AS processing_timestamp_utc
FROM latest
WHERE "timestamp" >= ?3 AND "timestamp" < ?4
ORDER BY latest."timestamp", article_id, ticker, model
LIMIT ?5
