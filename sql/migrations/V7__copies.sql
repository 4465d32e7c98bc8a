-- The texts of the last days, by which copies of them are known: how they are worded (bands, to find what to compare;
-- least, to compare), which numbers they hold, and the main company they are about.
create table text_signature (
    article_id uuid primary key,
    seen_at    timestamptz not null,
    subject    text not null,
    words      text not null,
    size       integer not null,
    truncated  boolean not null,
    bands      bigint[] not null,
    least      bytea not null,
    numbers    bytea not null
);

create index text_signature_bands on text_signature using gin (bands);
create index text_signature_by_time on text_signature (seen_at);

-- What was a copy of what. emitted: it went on all the same, since the first had only a part of its text.
create table duplicate_article (
    article_id   uuid primary key,
    duplicate_of uuid not null,
    source       text not null,
    emitted      boolean not null,
    seen_at      timestamptz not null
);

create index duplicate_article_by_first on duplicate_article (duplicate_of);
create index duplicate_article_by_time on duplicate_article (seen_at);
