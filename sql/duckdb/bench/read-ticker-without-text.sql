-- As read-ticker.sql, without texts.
SELECT timestamp, ticker, article_title, sentiment, confidence, source, source_url, model, article_id
FROM read_parquet(?1)
WHERE ticker = ?2
ORDER BY timestamp
