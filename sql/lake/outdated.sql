create temporary table outdated (article_id text, ticker text, model text) on commit drop
