-- What one day has of some articles: a row for each ticker and model, the articles in the order of a search.
-- A line that ends in a mark stands only where what it names was asked for.
SELECT
    article_id,
    epoch_us("timestamp") AS "timestamp",
    article_title,
    source,
    source_url,
    text, -- when text
    CASE WHEN length(text) > 100 THEN left(text, 100) || '...' ELSE text END AS text_preview,
    ticker,
    model,
    sentiment,
    confidence
FROM (
    SELECT *
    FROM read_parquet(
        [:files]
        , union_by_name = true -- when evolved
        , filename = true, file_row_number = true -- when merged
    )
    UNION ALL BY NAME FROM lake_columns -- when evolved
)
WHERE article_id IN (:ids)
    AND model IN (:models) -- when models
-- Segments sort behind generations, and among themselves by time of append.
QUALIFY row_number() OVER ( -- when merged
    PARTITION BY article_id, ticker, model -- when merged
    ORDER BY processing_timestamp_utc DESC NULLS LAST, filename DESC, file_row_number DESC -- when merged
) = 1 -- when merged
ORDER BY "timestamp" DESC, article_id, ticker, model
