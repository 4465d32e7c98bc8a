-- What is in the lake; of the texts, only their hashes.
CREATE TABLE actual AS
SELECT
    *,
    row_number() OVER (
        PARTITION BY tag
        ORDER BY
            coalesce(ticker, ''),
            coalesce(model, ''),
            "timestamp",
            coalesce(source, ''),
            coalesce(sentiment, 9),
            source_url,
            text_md5
    ) AS place
FROM (
    SELECT
        * EXCLUDE (text, year, month, day),
        md5(text) AS text_md5,
        make_date(CAST(year AS BIGINT), CAST(month AS BIGINT), CAST(day AS BIGINT)) AS day,
        coalesce(nullif(regexp_extract(article_title, '\[(\d+)\]$', 1), ''), article_id) AS tag
    FROM read_parquet(?, hive_partitioning = true, union_by_name = true)
)
