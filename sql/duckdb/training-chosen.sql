SELECT number, label, article_id || ' ' || day AS owner FROM chosen ORDER BY number
