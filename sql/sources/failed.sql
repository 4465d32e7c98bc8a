update source_state
set claimed_by = null, claimed_until = null, not_before = :notBefore,
    last_polled = :now, last_error = :error, consecutive_failures = consecutive_failures + 1, polls = polls + 1
where name = :name
returning consecutive_failures
