-- For a dead letter that is replayed: its article was finished as one.
update seen_item set finished_at = null, claimed_by = null, claimed_for = null, claimed_until = null
where article_id = :articleId and finished_at is not null
