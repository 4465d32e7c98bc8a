-- The rows of one day that a training set may be made of, without their texts.
-- A line that ends in a mark stands only where what it names was asked for.
INSERT INTO scored
SELECT article_id, ticker, CAST(:day AS DATE), "timestamp", source, model, TRY_CAST(sentiment AS DECIMAL(18, 9))
FROM (
    SELECT *
    FROM (
        SELECT *
        FROM read_parquet(
            [:files]
            , union_by_name = true -- when evolved
            , filename = true, file_row_number = true
        )
        UNION ALL BY NAME FROM lake_columns -- when evolved
    )
    WHERE TRUE
        AND ticker IN (:tickers) -- when tickers
        AND model IN (:models) -- when models
    -- Which row counts is decided before the filters below, as in find-day.sql.
    QUALIFY row_number() OVER ( -- when merged
        PARTITION BY article_id, ticker, model -- when merged
        ORDER BY processing_timestamp_utc DESC NULLS LAST, filename DESC, file_row_number DESC -- when merged
    ) = 1 -- when merged
)
WHERE "timestamp" >= :from AND "timestamp" < :to
    AND source IN (:sources) -- when sources
