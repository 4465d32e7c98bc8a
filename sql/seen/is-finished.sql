select exists (select 1 from seen_item where article_id = :articleId and finished_at is not null)
