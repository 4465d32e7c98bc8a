-- Sources that were added over the API, as they were given: the processes on one database share them, and they outlive
-- a start. Those of the sources file are not here.
create table added_source (
    name        text primary key,
    declaration text not null,
    added_at    timestamptz not null
);

-- Schedules that were changed by hand, in place of those that the sources are declared with.
create table source_schedule (
    name       text primary key,
    cron       text not null,
    changed_at timestamptz not null
);
