-- A slice of the set: texts are sorted that many at a time.
INSERT INTO output
SELECT
    label,
    sentiment,
    text,
    article_title,
    tickers,
    source,
    source_url,
    models,
    "timestamp",
    article_id
FROM (SELECT * FROM final WHERE line >= :from AND line < :to)
JOIN texts USING (number)
ORDER BY line
