copy outdated (article_id, ticker, model) from stdin (format binary)
