-- Goes on with a claim; one that another process has taken over in the meantime stays with it.
update source_state set claimed_until = :until where name = :name and claimed_by = :node
