-- An article that two feeds bring at the same moment is one process's, and there one source's, to emit: whose claim
-- stands in its row until it is finished. claimed_until lets others take up what a process that died has left.
alter table seen_item
    add column claimed_by text,
    add column claimed_for text,
    add column claimed_until timestamptz;

-- The few that are claimed now, for the start that takes up what it held when it died.
create index seen_item_claimed on seen_item (claimed_by) where claimed_by is not null;
