-- One row for each article (for each of its tickers, where that was asked for): its label, and its number and place
-- in the order of the seed. Sums of decimals are exact, so that they do not depend on the order of the rows.
CREATE TEMP TABLE ranked AS
SELECT
    *,
    row_number() OVER (ORDER BY draw, article_id, ticker) AS number,
    row_number() OVER (PARTITION BY label ORDER BY draw, article_id, ticker) AS place
FROM (
    SELECT
        article_id,
        min(ticker) AS ticker,
        string_agg(DISTINCT ticker, ',' ORDER BY ticker) AS tickers,
        string_agg(DISTINCT model, ',' ORDER BY model) AS models,
        min(source) AS source,
        min(day) AS day,
        min("timestamp") AS "timestamp",
        avg(sentiment) AS sentiment,
        count(*) AS scored_rows,
        CASE
            WHEN count(sentiment) = 0 THEN 'unscored'
            WHEN max(sentiment) >= :positive AND min(sentiment) <= :negative THEN 'contradictory'
            WHEN avg(sentiment) >= :positive THEN 'positive'
            WHEN avg(sentiment) <= :negative THEN 'negative'
            ELSE 'neutral'
        END AS label,
        md5(
            :seed || ' ' || article_id
            || ' ' || coalesce(ticker, '') -- when per_ticker
        ) AS draw
    FROM scored
    GROUP BY
        article_id
        , ticker -- when per_ticker
)
