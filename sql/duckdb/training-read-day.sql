-- The texts of the chosen articles of one day: of several rows of an article, that which was scored last.
-- A line that ends in a mark stands only where what it names was asked for.
INSERT INTO texts
SELECT number, tickers, models, day.source, source_url, article_title, text
FROM (
    SELECT *
    FROM read_parquet(
        [:files]
        , union_by_name = true -- when evolved
        , filename = true, file_row_number = true
    )
    UNION ALL BY NAME FROM lake_columns -- when evolved
) AS day
JOIN (
    -- Found without the texts first, so that these are not sorted.
    SELECT
        number,
        string_agg(DISTINCT rows.ticker, ',' ORDER BY rows.ticker) AS tickers,
        string_agg(DISTINCT model, ',' ORDER BY model) AS models,
        first(filename ORDER BY processing_timestamp_utc DESC NULLS LAST, rows.ticker, model, filename, file_row_number)
            AS filename,
        first(
            file_row_number ORDER BY processing_timestamp_utc DESC NULLS LAST, rows.ticker, model, filename, file_row_number
        ) AS file_row_number
    FROM (
        SELECT *
        FROM read_parquet(
            [:files]
            , union_by_name = true -- when evolved
            , filename = true, file_row_number = true
        )
        UNION ALL BY NAME FROM lake_columns -- when evolved
    ) AS rows
    JOIN (SELECT article_id, ticker, number FROM chosen WHERE day = CAST(:day AS DATE)) AS chosen
        ON rows.article_id = chosen.article_id
        AND rows.ticker IS NOT DISTINCT FROM chosen.ticker -- when per_ticker
    WHERE TRUE
        AND rows.ticker IN (:tickers) -- when tickers
        AND model IN (:models) -- when models
    GROUP BY number
) AS found USING (filename, file_row_number)
