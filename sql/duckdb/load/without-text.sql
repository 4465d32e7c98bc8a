-- As with-text.sql, the large columns left empty.
CREATE MACRO loadable(file) AS TABLE
SELECT
    file_row_number,
    epoch_us("timestamp") AS "timestamp",
    encode(ticker) AS ticker,
    encode(article_title) AS article_title,
    sentiment,
    confidence,
    encode(source) AS source,
    encode(source_url) AS source_url,
    encode(model) AS model,
    encode(article_id) AS article_id,
    CAST(NULL AS BLOB) AS text,
    epoch_us(fetch_timestamp_utc) AS fetch_timestamp_utc,
    epoch_us(processing_timestamp_utc) AS processing_timestamp_utc,
    CAST(NULL AS BLOB) AS raw_source_payload_json
FROM read_parquet(file, file_row_number = true)
