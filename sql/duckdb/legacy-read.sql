-- The rows of one legacy file in their order. Long texts come as their bytes, which saves decoding them.
-- A line that ends in a mark stands only where the file has that column, as text.
SELECT *
REPLACE (encode("text") AS "text") -- when text
FROM (
    SELECT *
    REPLACE (encode(content) AS content) -- when content
    FROM (
        SELECT *
        REPLACE (encode(article_text) AS article_text) -- when article_text
        FROM (
            SELECT *
            REPLACE (encode(body) AS body) -- when body
            FROM read_parquet([:file], hive_partitioning = false)
        )
    )
)
