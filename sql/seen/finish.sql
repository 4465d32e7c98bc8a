-- Whoever has lost the claim has no say: the article is to be emitted by the one that took it over.
update seen_item set finished_at = :now, claimed_by = null, claimed_for = null, claimed_until = null
where article_id = :articleId and claimed_by = :node and claimed_for = :source
