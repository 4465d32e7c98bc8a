delete from text_signature where seen_at < :before
