-- The rows of one day, or of a slice of its time, in the order of time.
-- A line that ends in a mark stands only where what it names was asked for. Merged: the same key may be there more than
-- once, and find-day.sql has found which row counts; otherwise nothing but this plain scan is needed.
SELECT
    epoch_us(day."timestamp") AS "timestamp",
    ticker, -- when ticker
    article_title, -- when article_title
    sentiment, -- when sentiment
    confidence, -- when confidence
    source, -- when source
    source_url, -- when source_url
    model, -- when model
    article_id, -- when article_id
    text, -- when text
    epoch_us(fetch_timestamp_utc) AS fetch_timestamp_utc, -- when fetch_timestamp_utc
    epoch_us(processing_timestamp_utc) AS processing_timestamp_utc, -- when processing_timestamp_utc
    raw_source_payload_json, -- when raw_source_payload_json
FROM (
    SELECT *
    FROM read_parquet(
        [:files]
        , union_by_name = true -- when evolved
        , filename = true, file_row_number = true -- when merged
    )
    UNION ALL BY NAME FROM lake_columns -- when evolved
) AS day
SEMI JOIN ( -- when merged
    SELECT filename, file_row_number -- when merged
    FROM wanted -- when merged
    WHERE "timestamp" >= :from AND "timestamp" < :to -- when merged
) AS wanted USING (filename, file_row_number) -- when merged
WHERE day."timestamp" >= :from AND day."timestamp" < :to
    AND ticker IN (:tickers) -- when tickers
    AND model IN (:models) -- when models
    AND source IN (:sources) -- when sources
    AND sentiment >= :least -- when least
    AND sentiment <= :most -- when most
ORDER BY day."timestamp", article_id, ticker, model
LIMIT :limit -- when limit
