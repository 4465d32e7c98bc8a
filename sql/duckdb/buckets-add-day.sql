-- Counts the articles of one day by spans of time. Of each article the row counts that a model wrote last, whichever
-- model that was; segments sort behind generations, and among themselves by time of append.
-- A line that ends in a mark stands only where what it names was asked for.
INSERT INTO day_buckets
SELECT
    time_bucket(to_seconds(:seconds), "timestamp", TIMESTAMPTZ '2000-01-03 00:00:00+00') AS bucket,
    count(*),
    sum(sentiment),
    count(sentiment),
    sum(confidence),
    count(confidence),
    min(sentiment),
    max(sentiment),
    arg_max(sentiment, ("timestamp", article_id)) FILTER (WHERE sentiment IS NOT NULL),
    max("timestamp") FILTER (WHERE sentiment IS NOT NULL)
FROM (
    SELECT article_id, "timestamp", source, sentiment, confidence
    FROM (
        SELECT *
        FROM read_parquet(
            [:files]
            , union_by_name = true -- when evolved
            , filename = true, file_row_number = true
        )
        UNION ALL BY NAME FROM lake_columns -- when evolved
    )
    WHERE ticker IN (:tickers)
        AND model IN (:models) -- when models
    QUALIFY row_number() OVER (
        PARTITION BY article_id
        ORDER BY processing_timestamp_utc DESC NULLS LAST, filename DESC, file_row_number DESC
    ) = 1
)
WHERE "timestamp" >= :from AND "timestamp" < :to
    AND source IN (:sources) -- when sources
GROUP BY bucket
