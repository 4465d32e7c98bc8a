-- Ends a poll that was put off, which is nobody's failure; what is known of the feed stays.
update source_state
set claimed_by = nullif(claimed_by, :node),
    claimed_until = case when claimed_by = :node then null else claimed_until end,
    not_before = :notBefore, due_at = null
where name = :name
