-- After a 304 the validators stay as they are; after a 200 they are what it brought, also when it brought none.
update source_state
set etag = case when :notModified then etag else :etag end,
    last_modified = case when :notModified then last_modified else :lastModified end,
    claimed_by = null, claimed_until = null, not_before = null,
    last_polled = :now, last_succeeded = :now, last_error = null, consecutive_failures = 0,
    polls = polls + 1, items = items + :items
where name = :name
