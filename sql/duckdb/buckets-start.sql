-- What each day adds to the buckets; one of several days has several rows.
CREATE OR REPLACE TEMP TABLE day_buckets (
    bucket TIMESTAMPTZ,
    articles BIGINT,
    sentiment_sum DOUBLE,
    scored BIGINT,
    confidence_sum DOUBLE,
    sure BIGINT,
    least DOUBLE,
    most DOUBLE,
    last DOUBLE,
    last_time TIMESTAMPTZ
)
