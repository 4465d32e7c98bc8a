SELECT file, 'row ' || "row" AS "row", quirk, "timestamp", ticker, model, article_id, article_title
FROM expected
WHERE NOT EXISTS (FROM actual WHERE actual.tag = expected.tag AND actual.place = expected.place)
ORDER BY file, expected."row"
