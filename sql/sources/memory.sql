select etag, last_modified, moved_to, moved_seen, moved_checked, site_failures, unchanged, content, last_firing
from source_state
where name = :name
