SELECT number, label, article_id FROM chosen ORDER BY number
