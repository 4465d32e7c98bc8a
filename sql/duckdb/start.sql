-- What Caravan's own DuckDB begins with.
-- A setting of the database, not of the connection, so that those opened later have it too.
SET GLOBAL TimeZone = 'UTC';

-- No rows, all columns: what a day's files are joined to where they lack a column.
CREATE TABLE lake_columns (
    "timestamp" TIMESTAMPTZ,
    ticker VARCHAR,
    article_title VARCHAR,
    sentiment DOUBLE,
    confidence DOUBLE,
    source VARCHAR,
    source_url VARCHAR,
    model VARCHAR,
    article_id VARCHAR,
    text VARCHAR,
    fetch_timestamp_utc TIMESTAMPTZ,
    processing_timestamp_utc TIMESTAMPTZ,
    raw_source_payload_json VARCHAR
);
