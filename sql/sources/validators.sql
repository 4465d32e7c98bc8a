select etag, last_modified from source_state where name = :name
