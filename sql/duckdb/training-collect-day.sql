-- The articles of one day that a training set may be made of, without their texts: one row for each (for each of its
-- tickers, where that was asked for), with its label. All rows of an article are of one day.
-- Sums of decimals are exact, so that they do not depend on the order of the rows.
-- A line that ends in a mark stands only where what it names was asked for.
INSERT INTO ranked
SELECT
    article_id,
    CAST(NULL AS VARCHAR), -- when per_article
    ticker, -- when per_ticker
    CAST(md5_number_lower(
        :seed || ' ' || :day || ' ' || article_id
        || ' ' || coalesce(ticker, '') -- when per_ticker
    ) >> 1 AS BIGINT),
    CAST(:day AS DATE),
    min("timestamp"),
    avg(score),
    CASE
        WHEN count(score) = 0 THEN 'unscored'
        WHEN max(score) >= :positive AND min(score) <= :negative THEN 'contradictory'
        WHEN avg(score) >= :positive THEN 'positive'
        WHEN avg(score) <= :negative THEN 'negative'
        ELSE 'neutral'
    END
FROM (
    SELECT article_id, ticker, "timestamp", source, TRY_CAST(sentiment AS DECIMAL(18, 9)) AS score
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
GROUP BY
    article_id
    , ticker -- when per_ticker
