delete from duplicate_article where seen_at < :before
