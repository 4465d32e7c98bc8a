select first_seen from seen_item where article_id = :articleId
