-- Where the rows of one day are that a query wants, without their values: each article, ticker and model once.
-- A line that ends in a mark stands only where what it names was asked for.
CREATE OR REPLACE TEMP TABLE wanted AS
SELECT filename, file_row_number, "timestamp"
FROM (
    SELECT filename, file_row_number, "timestamp", source, sentiment
    FROM (
        SELECT *
        FROM read_parquet(
            [:files],
            union_by_name = true, -- when evolved
            filename = true,
            file_row_number = true
        )
        UNION ALL BY NAME FROM lake_columns -- when evolved
    )
    WHERE TRUE
        -- These two are part of the key, so that they leave no version of a row without the others.
        AND ticker IN (:tickers) -- when tickers
        AND model IN (:models) -- when models
    -- Segments sort behind generations, and among themselves by time of append.
    QUALIFY row_number() OVER ( -- when merged
        PARTITION BY article_id, ticker, model -- when merged
        ORDER BY processing_timestamp_utc DESC NULLS LAST, filename DESC, file_row_number DESC -- when merged
    ) = 1 -- when merged
)
-- Which row counts is decided before these are applied: its latest version may not fit.
WHERE "timestamp" >= :from AND "timestamp" < :to
    AND source IN (:sources) -- when sources
    AND sentiment >= :least -- when least
    AND sentiment <= :most -- when most
