-- The lake for SQL: sentiment_data has year, month and day besides the columns of the files; all_sentiment has neither
-- those nor the raw payload.
-- Set the variable lake to the lake's directory first, and keep the session in UTC (see README.md).
CREATE OR REPLACE VIEW sentiment_data AS
SELECT *
FROM read_parquet(
    getvariable('lake') || '/year=*/month=*/day=*/sentiment.parquet',
    hive_partitioning = true,
    hive_types = {'year': INTEGER, 'month': INTEGER, 'day': INTEGER}
);

CREATE OR REPLACE VIEW all_sentiment AS
SELECT
    timestamp,
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
    processing_timestamp_utc
FROM sentiment_data;
