-- The lake for SQL: sentiment_data has year, month and day besides the columns of the files; all_sentiment has neither
-- those nor the raw payload; the others are the tables of old.
-- Set the variable lake to the lake's directory first, and keep the session in UTC (see README.md).
CREATE OR REPLACE VIEW sentiment_data AS
SELECT * EXCLUDE (year, month, day), year, month, day
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

-- The tables of old, a file for one ticker or for many: their eight columns, the timestamp as ISO-8601 text.
CREATE OR REPLACE VIEW multi_ticker_sentiment AS
SELECT
    CASE
        WHEN epoch_us(timestamp) % 1000000 = 0 THEN strftime(timezone('UTC', timestamp), '%Y-%m-%dT%H:%M:%SZ')
        ELSE strftime(timezone('UTC', timestamp), '%Y-%m-%dT%H:%M:%S.%fZ')
    END AS timestamp,
    ticker,
    sentiment,
    confidence,
    source,
    model,
    article_id,
    article_title
FROM sentiment_data
WHERE ticker IS NOT NULL;

CREATE OR REPLACE VIEW aapl_sentiment AS
SELECT * FROM multi_ticker_sentiment WHERE ticker = 'AAPL';

CREATE OR REPLACE VIEW tsla_sentiment AS
SELECT * FROM multi_ticker_sentiment WHERE ticker = 'TSLA';
