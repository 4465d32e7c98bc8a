-- The newest articles of one day that a search wants, by their ids. Looks at every version of an article's rows that has
-- not yet been merged away: they differ in scores, hardly ever in words.
-- A line that ends in a mark stands only where what it names was asked for.
SELECT article_id, epoch_us(max("timestamp")) AS "timestamp"
FROM (
    SELECT
        article_id,
        "timestamp",
        lower(concat_ws(chr(10), article_title, text)) AS words, -- when terms
        regexp_replace(lower(concat_ws(chr(10), article_title, text)), '\s+', ' ', 'g') AS words, -- when phrases
    FROM (
        SELECT *
        FROM read_parquet(
            [:files]
            , union_by_name = true -- when evolved
        )
        UNION ALL BY NAME FROM lake_columns -- when evolved
    )
    WHERE "timestamp" >= :from AND "timestamp" < :to
        AND ticker IN (:tickers) -- when tickers
        AND source IN (:sources) -- when sources
        AND model IN (:models) -- when models
)
WHERE TRUE
    AND has_all_words(words, [:wanted]) -- when wanted
    AND NOT has_any_word(words, [:unwanted]) -- when unwanted
GROUP BY article_id
ORDER BY "timestamp" DESC, article_id
LIMIT :limit
