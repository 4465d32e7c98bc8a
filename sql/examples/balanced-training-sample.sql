-- A balanced sample for training: as many positive, negative and neutral texts, chosen at random and the same every
-- time; another seed ('seed 2') gives another sample. Runs on DuckDB and on PostgreSQL, and gives the same rows.
WITH positive_samples AS (
    SELECT
        text,
        sentiment,
        source
    FROM
        all_sentiment
    WHERE
        sentiment > 0.6
        AND text IS NOT NULL
        AND length(text) > 50
    ORDER BY md5(concat_ws(' ', 'seed 1', article_id, ticker, model))
    LIMIT 500
),
negative_samples AS (
    SELECT
        text,
        sentiment,
        source
    FROM
        all_sentiment
    WHERE
        sentiment < -0.6
        AND text IS NOT NULL
        AND length(text) > 50
    ORDER BY md5(concat_ws(' ', 'seed 1', article_id, ticker, model))
    LIMIT 500
),
neutral_samples AS (
    SELECT
        text,
        sentiment,
        source
    FROM
        all_sentiment
    WHERE
        sentiment BETWEEN -0.2 AND 0.2
        AND text IS NOT NULL
        AND length(text) > 50
    ORDER BY md5(concat_ws(' ', 'seed 1', article_id, ticker, model))
    LIMIT 500
)
SELECT * FROM positive_samples
UNION ALL
SELECT * FROM negative_samples
UNION ALL
SELECT * FROM neutral_samples;
