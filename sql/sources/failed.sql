-- A poll that outlived its lease leaves the claim of the process that took over alone.
update source_state
set claimed_by = nullif(claimed_by, :node),
    claimed_until = case when claimed_by = :node then null else claimed_until end,
    not_before = :notBefore, due_at = null, standing = coalesce(:standing, standing),
    site_failures = site_failures + :siteFailures, unchanged = 0,
    last_polled = :now, last_error = :error, last_status = :status,
    consecutive_failures = consecutive_failures + 1, polls = polls + 1
where name = :name
returning consecutive_failures
