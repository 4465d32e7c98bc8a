-- The newest articles that a model found very positive, with their complete texts. Runs on DuckDB and on PostgreSQL.
-- The last condition of the order only settles which of two articles of the same moment comes first.
SELECT
    timestamp,
    ticker,
    article_title,
    sentiment,
    confidence,
    source,
    source_url,
    model,
    article_id,
    text
FROM
    all_sentiment
WHERE
    source = 'news'
    AND sentiment > 0.8
    AND text IS NOT NULL
    AND length(text) > 100
ORDER BY timestamp DESC, md5(concat_ws(' ', article_id, ticker, model))
LIMIT 1000;
