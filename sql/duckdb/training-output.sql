-- The set without rows.
CREATE TEMP TABLE output (
    label VARCHAR,
    sentiment DOUBLE,
    text VARCHAR,
    article_title VARCHAR,
    tickers VARCHAR,
    source VARCHAR,
    source_url VARCHAR,
    models VARCHAR,
    "timestamp" TIMESTAMPTZ,
    article_id VARCHAR
)
