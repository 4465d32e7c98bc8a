-- What was learnt of another address does not hold for this one. Where none is known yet, all stays as it is.
update source_state
set etag = case when address is null then etag end,
    last_modified = case when address is null then last_modified end,
    content = case when address is null then content end,
    not_before = case when address is null then not_before end,
    due_at = case when address is null then due_at end,
    moved_to = case when address is null then moved_to end,
    moved_seen = case when address is null then moved_seen else 0 end,
    standing = case when address is null then standing else 'polled' end,
    site_failures = case when address is null then site_failures else 0 end,
    unchanged = case when address is null then unchanged else 0 end,
    address = :address
where name = :name and address is distinct from :address
