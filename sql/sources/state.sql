select name, last_polled, last_succeeded, last_error, consecutive_failures, not_before, polls, items
from source_state
where name = :name
