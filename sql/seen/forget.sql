update seen_item set finished_at = null where article_id = :articleId
