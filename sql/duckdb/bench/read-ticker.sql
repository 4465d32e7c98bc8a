-- A ticker's day with texts from one file, as a program would read it.
SELECT timestamp, ticker, article_title, sentiment, confidence, source, source_url, model, article_id, text
FROM read_parquet(?1)
WHERE ticker = ?2
ORDER BY timestamp
