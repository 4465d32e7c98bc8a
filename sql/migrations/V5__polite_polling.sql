-- What polite polling remembers of a source, beside when its site wants to be asked again.
--
-- address: of the declared URL, hashed, for it may hold a key; what was learnt of another does not hold for this one.
-- moved_to: where permanent redirects led, moved_seen polls in a row, the last time it was looked at moved_checked.
-- standing: polled; parked, that is, probed now and then after too many failures; gone, by its own word.
-- site_failures: polls in a row that the site failed; consecutive_failures also counts those where Kafka was away.
-- unchanged: polls in a row that brought no other items than content, a hash of their ids, stands for.
-- due_at: no firing of the schedule before it is used.
alter table source_state
    add column address       text,
    add column moved_to      text,
    add column moved_seen    integer not null default 0,
    add column moved_checked timestamptz,
    add column standing      text not null default 'polled',
    add column site_failures integer not null default 0,
    add column unchanged     integer not null default 0,
    add column content       text,
    add column due_at        timestamptz,
    add column last_status   integer;
