select name, last_polled, last_succeeded, last_error, last_status, consecutive_failures, site_failures, standing,
       not_before, due_at, unchanged, moved_to, moved_seen, polls, items
from source_state
order by name
