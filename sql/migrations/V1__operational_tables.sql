-- What Caravan remembers between two starts.

-- Every item a feed has shown. first_seen stands in for the time of publication where a feed gives none, so it never
-- changes once written; finished_at is set when the article is safe in Kafka, skipped, or a dead letter.
create table seen_item (
    article_id  uuid primary key,
    source      text not null,
    first_seen  timestamptz not null,
    finished_at timestamptz
);

-- One row per source: the validators of its last feed that was read to the end, the lease of the process that polls
-- it now, the firing of the schedule that was claimed last, and how its last polls went.
create table source_state (
    name                 text primary key,
    etag                 text,
    last_modified        text,
    claimed_by           text,
    claimed_until        timestamptz,
    last_firing          timestamptz,
    not_before           timestamptz,
    last_polled          timestamptz,
    last_succeeded       timestamptz,
    last_error           text,
    consecutive_failures integer not null default 0,
    polls                bigint not null default 0,
    items                bigint not null default 0
);

-- The topic of dead letters as a table one can search. The topic is the truth; this can be rebuilt from it.
create table dead_letter (
    topic_partition integer not null,
    topic_offset    bigint not null,
    failed_at       timestamptz not null,
    route           text not null,
    source          text,
    origin_topic    text,
    origin_partition integer,
    origin_offset   bigint,
    article_id      text,
    error_class     text not null,
    error_message   text not null,
    attempts        integer not null,
    body_bytes      bigint not null,
    body_file       text,
    primary key (topic_partition, topic_offset)
);

create index dead_letter_by_time on dead_letter (failed_at desc);
