-- One row when it is known what the article is: the first one's id, or null when it was let through.
select duplicate_of from duplicate_article where article_id = :articleId and not emitted
union all
select null from text_signature where article_id = :articleId
limit 1
