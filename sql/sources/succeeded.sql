-- A poll that outlived its lease leaves the claim of the process that took over alone.
update source_state
set etag = case when :keep then etag else :etag end,
    last_modified = case when :keep then last_modified else :lastModified end,
    claimed_by = nullif(claimed_by, :node),
    claimed_until = case when claimed_by = :node then null else claimed_until end,
    not_before = null, due_at = :due, standing = 'polled', site_failures = 0,
    unchanged = :unchanged, content = coalesce(:content, content), last_status = :status,
    last_polled = :now, last_succeeded = :now, last_error = null, consecutive_failures = 0,
    polls = polls + 1, items = items + :items
where name = :name
