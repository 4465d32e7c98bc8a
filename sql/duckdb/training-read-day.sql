-- The texts of the chosen articles of one day: of several rows of an article, that which was scored last.
INSERT INTO texts
SELECT number, source_url, article_title, text
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
    SELECT DISTINCT ON (number) number, filename, file_row_number
    FROM (
        SELECT *
        FROM read_parquet(
            [:files]
            , union_by_name = true -- when evolved
            , filename = true, file_row_number = true
        )
        UNION ALL BY NAME FROM lake_columns -- when evolved
    )
    JOIN (SELECT article_id, number FROM chosen WHERE day = CAST(:day AS DATE)) USING (article_id)
    ORDER BY number, processing_timestamp_utc DESC NULLS LAST, ticker, model
) AS found USING (filename, file_row_number)
