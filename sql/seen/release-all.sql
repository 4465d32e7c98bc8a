-- What this node claimed before it was started.
update seen_item set claimed_by = null, claimed_for = null, claimed_until = null
where claimed_by = :node
