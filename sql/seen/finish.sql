update seen_item set finished_at = :now where article_id = :articleId and finished_at is null
