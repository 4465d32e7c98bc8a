SELECT day, "timestamp", ticker, model, article_id, article_title
FROM actual
WHERE
    tag IS NULL
    OR NOT EXISTS (FROM expected WHERE actual.tag = expected.tag AND actual.place = expected.place)
ORDER BY day, article_title
