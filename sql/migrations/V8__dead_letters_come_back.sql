-- A dead letter is known by its topic too: several Caravans may share a database and have topics of their own. What was
-- listed before belongs to the topic that the settings name by default; a start lists what it misses of another.
--
-- leg: where it failed and where a replay goes, such as lake-hipri; cause: the error's class without its package.
-- replays: how often what failed here had been replayed before; replayed_from: the dead letter it was then.
-- state: set-aside, replaying, replayed, discarded. A claim to replay it is somebody's until claimed_until.
-- decided_*: when and by whom it was replayed or discarded, and where a replay went.
alter table dead_letter
    add column topic         text not null default 'dead-letters',
    add column leg           text not null default '',
    add column cause         text not null default '',
    add column replays       integer not null default 0,
    add column replayed_from text,
    add column state         text not null default 'set-aside'
        check (state in ('set-aside', 'replaying', 'replayed', 'discarded')),
    add column claimed_by    text,
    add column claimed_until timestamptz,
    add column decided_at    timestamptz,
    add column decided_by    text,
    add column replayed_to   text;

update dead_letter
set cause = regexp_replace(error_class, '^.*[.$]', ''),
    leg = regexp_replace(
        regexp_replace(regexp_replace(route, '^(read|score)-', 'analyse-'), '-(read|rows)-', '-'),
        '^webhook-.*$', 'webhook');

alter table dead_letter
    alter column topic drop default,
    alter column leg drop default,
    alter column cause drop default,
    drop constraint dead_letter_pkey,
    add primary key (topic, topic_partition, topic_offset);

drop index dead_letter_by_time;
create index dead_letter_by_time on dead_letter (topic, failed_at desc, topic_partition desc, topic_offset desc);
create index dead_letter_open on dead_letter (topic, failed_at desc, topic_partition desc, topic_offset desc)
    where state in ('set-aside', 'replaying');
create index dead_letter_by_article on dead_letter (article_id);
