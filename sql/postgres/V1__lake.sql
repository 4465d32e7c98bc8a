-- The lake in PostgreSQL, in a schema of its own: everything here is made from the lake and can be made again.
-- Caravan runs this by Flyway; psql -f does as well. What follows is the same for both ways of filling lake.sentiment:
-- foreign partitions that read the published files (lake.use_files), or ordinary ones that Caravan fills
-- (lake.use_tables).
set client_min_messages = warning;
create schema if not exists lake;
reset client_min_messages;

-- timestamp without time zone, and in UTC: with time zone, parquet_fdw gives other days to sessions elsewhere.
-- No index and no constraint here: foreign partitions can have neither.
create table lake.sentiment (
    "timestamp"              timestamp,
    ticker                   text,
    article_title            text,
    sentiment                float8,
    confidence               float8,
    source                   text,
    source_url               text,
    model                    text,
    article_id               text,
    text                     text,
    fetch_timestamp_utc      timestamp,
    processing_timestamp_utc timestamp,
    raw_source_payload_json  text
) partition by range ("timestamp");

-- Which generation of each day lake.sentiment shows. The row is the lock of its day.
create table lake.day (
    day        date primary key,
    generation bigint not null,
    published  timestamptz,
    rows       bigint not null,
    with_text  boolean not null,
    changed_at timestamptz not null default clock_timestamp()
);

-- LZ4 where the server was built with it: loading is several times faster for it.
do $$
begin
    alter table lake.sentiment alter column text set compression lz4;
    alter table lake.sentiment alter column raw_source_payload_json set compression lz4;
exception
    when feature_not_supported then null;
end
$$;

-- In which of the two ways, once it was chosen.
create table lake.way (
    way text not null check (way in ('files', 'tables'))
);

-- What all_sentiment_mv was made of, and when.
create table lake.refreshed (
    state        text not null,
    refreshed_at timestamptz not null
);
insert into lake.refreshed values ('', '-infinity');

-- year, month and day are computed as the partitions' checks have them, so that conditions on them skip partitions.
create view lake.sentiment_data as
select
    "timestamp",
    ticker,
    article_title,
    sentiment,
    confidence,
    source,
    source_url,
    model,
    article_id,
    text,
    fetch_timestamp_utc,
    processing_timestamp_utc,
    raw_source_payload_json,
    extract(year from "timestamp")::integer as year,
    extract(month from "timestamp")::integer as month,
    extract(day from "timestamp")::integer as day
from lake.sentiment;

create view lake.all_sentiment as
select
    "timestamp",
    ticker,
    article_title,
    sentiment,
    confidence,
    source,
    source_url,
    model,
    article_id,
    text,
    fetch_timestamp_utc,
    processing_timestamp_utc
from lake.sentiment_data;

-- The tables of old, a file for one ticker or for many: their eight columns, the timestamp as ISO-8601 text.
create view lake.multi_ticker_sentiment as
select
    to_char(
        "timestamp",
        case
            when date_trunc('second', "timestamp") = "timestamp" then 'YYYY-MM-DD"T"HH24:MI:SS"Z"'
            else 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
        end
    ) as "timestamp",
    ticker,
    sentiment,
    confidence,
    source,
    model,
    article_id,
    article_title
from lake.sentiment
where ticker is not null;

create view lake.aapl_sentiment as
select * from lake.multi_ticker_sentiment where ticker = 'AAPL';

create view lake.tsla_sentiment as
select * from lake.multi_ticker_sentiment where ticker = 'TSLA';

create materialized view lake.all_sentiment_mv with (toast_tuple_target = 512) as
select * from lake.all_sentiment;

create index idx_all_sentiment_ticker on lake.all_sentiment_mv (ticker);
create index idx_all_sentiment_timestamp on lake.all_sentiment_mv ("timestamp");
create index idx_all_sentiment_sentiment on lake.all_sentiment_mv (sentiment);
-- REFRESH ... CONCURRENTLY needs a unique one. An article that moved to another day is there twice, so the day counts.
create unique index idx_all_sentiment_row on lake.all_sentiment_mv ("timestamp", article_id, ticker, model);

-- The check of a month's partition: by it, and not only by the bounds, partitions are skipped.
create function lake.month_check(month date) returns text
language sql immutable
as $$
    select format(
        'check (extract(year from "timestamp")::integer = %s and extract(month from "timestamp")::integer = %s)',
        extract(year from month), extract(month from month))
$$;

create function lake.attach_month(partition text, month date) returns void
language plpgsql
as $$
begin
    -- Made apart and attached: CREATE TABLE ... PARTITION OF would wait for every reader of the lake.
    execute format(
        'alter table lake.sentiment attach partition lake.%I for values from (%L) to (%L)',
        partition, month, (month + interval '1 month')::date);
end
$$;

-- The ordinary partition for a day, made where there is none.
create function lake.add_month(day date) returns void
language plpgsql
as $$
declare
    month date := date_trunc('month', day)::date;
    partition text := 'sentiment_' || to_char(month, 'YYYY_MM');
begin
    perform pg_advisory_xact_lock(hashtext('lake.sentiment'));
    if to_regclass(format('lake.%I', partition)) is not null then
        return;
    end if;
    -- Texts lie apart from the rest, which is then narrow, and quick to read without them.
    execute format(
        'create table lake.%I (like lake.sentiment including compression, %s) with (toast_tuple_target = 512)',
        partition, lake.month_check(month));
    execute format('create index on lake.%I (article_id)', partition);
    execute format('create index on lake.%I (ticker, "timestamp")', partition);
    execute format('create index on lake.%I ("timestamp")', partition);
    perform lake.attach_month(partition, month);
end
$$;

-- The published files of a month, in order, for parquet_fdw: {"month": its directory, "file": their name}.
-- It looks into day=DD alone, so it never sees what Caravan keeps in .caravan.
-- With its owner's rights, since others may not list directories; parquet_fdw calls it for whoever asks.
create function lake.files(argument jsonb) returns text[]
language plpgsql stable security definer set search_path = pg_catalog
as $$
declare
    month text := argument ->> 'month';
    name text := argument ->> 'file';
begin
    return (
        select coalesce(array_agg(month || '/' || day || '/' || name order by day), '{}')
        from pg_ls_dir(month, true, false) as day
        where day ~ '^day=[0-9]{2}$'
            and exists (select from pg_ls_dir(month || '/' || day, true, false) as file where file = name)
    );
end
$$;
revoke execute on function lake.files(jsonb) from public;

-- The months of a lake that have files.
create function lake.months(root text) returns table (month date, argument jsonb)
language plpgsql stable
as $$
begin
    -- Materialized: nothing else that lies there is taken for a directory.
    return query
        with years as materialized (
            select y from pg_ls_dir(root, true, false) as y where y ~ '^year=[0-9]{4}$'
        ),
        months as materialized (
            select y, m
            from years
            cross join lateral pg_ls_dir(root || '/' || y, true, false) as m
            where m ~ '^month=(0[1-9]|1[0-2])$'
        ),
        found as materialized (
            select
                make_date(substr(y, 6)::integer, substr(m, 7)::integer, 1) as first_day,
                jsonb_build_object('month', root || '/' || y || '/' || m, 'file', 'sentiment.parquet') as files
            from months
        )
        select first_day, files from found where cardinality(lake.files(files)) > 0 order by first_day;
end
$$;

-- Makes the foreign partitions those of the months that have files; gives how many were made or dropped.
-- To be called after a publication; does nothing where no month began or ended.
create function lake.attach_files(root text) returns integer
language plpgsql
as $$
declare
    changes integer := 0;
    stale record;
    fresh record;
    partition text;
begin
    perform pg_advisory_xact_lock(hashtext('lake.sentiment'));
    for stale in
        select f.ftrelid::regclass as name
        from pg_inherits i
        join pg_foreign_table f on f.ftrelid = i.inhrelid
        where i.inhparent = 'lake.sentiment'::regclass
            and not exists (
                select from lake.months(root) m where f.ftoptions @> array['files_func_arg=' || m.argument::text])
    loop
        execute format('drop foreign table %s', stale.name);
        changes := changes + 1;
    end loop;
    for fresh in
        select m.month, m.argument from lake.months(root) m
    loop
        partition := 'sentiment_files_' || to_char(fresh.month, 'YYYY_MM');
        if to_regclass(format('lake.%I', partition)) is null then
            execute format(
                'create foreign table lake.%I (
                    "timestamp"              timestamp,
                    ticker                   text,
                    article_title            text,
                    sentiment                float8,
                    confidence               float8,
                    source                   text,
                    source_url               text,
                    model                    text,
                    article_id               text,
                    text                     text,
                    fetch_timestamp_utc      timestamp,
                    processing_timestamp_utc timestamp,
                    raw_source_payload_json  text,
                    %s
                ) server lake_files options (files_func %L, files_func_arg %L)',
                partition, lake.month_check(fresh.month), 'lake.files', fresh.argument::text);
            perform lake.attach_month(partition, fresh.month);
            changes := changes + 1;
        end if;
    end loop;
    return changes;
end
$$;

-- Whether this server could read a lake in that directory by parquet_fdw, and why not.
create function lake.why_no_files(root text) returns text
language plpgsql
as $$
declare
    superuser boolean := (select rolsuper from pg_roles where rolname = current_user);
    installed boolean := exists (select from pg_foreign_data_wrapper where fdwname = 'parquet_fdw');
begin
    if not installed and not exists (select from pg_available_extensions where name = 'parquet_fdw') then
        return 'the server does not offer parquet_fdw';
    end if;
    if not superuser and not installed then
        return format('parquet_fdw is not installed in this database, and %I may not do it', current_user);
    end if;
    if not superuser and not has_foreign_data_wrapper_privilege('parquet_fdw', 'usage') then
        return format('%I may not use parquet_fdw', current_user);
    end if;
    if not has_function_privilege('pg_ls_dir(text,boolean,boolean)', 'execute') then
        return format('%I may not call pg_ls_dir', current_user);
    end if;
    if not exists (select from pg_ls_dir(root, true, true)) then
        return format('the server finds no directory %s', root);
    end if;
    return null;
end
$$;

-- Goes one of the two ways; what the other one has shown is gone.
create function lake.go(new_way text) returns void
language plpgsql
as $$
declare
    old record;
begin
    perform pg_advisory_xact_lock(hashtext('lake.sentiment'));
    if exists (select from lake.way where way = new_way) then
        return;
    end if;
    for old in
        select c.oid::regclass as name, case c.relkind when 'f' then 'foreign table' else 'table' end as kind
        from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'lake.sentiment'::regclass
    loop
        execute format('drop %s %s', old.kind, old.name);
    end loop;
    delete from lake.day;
    delete from lake.way;
    insert into lake.way values (new_way);
end
$$;

-- Reads the published files of the lake in a directory, as this server sees it, from now on.
create function lake.use_files(root text) returns void
language plpgsql
as $$
begin
    perform pg_advisory_xact_lock(hashtext('lake.sentiment'));
    if not exists (select from pg_foreign_data_wrapper where fdwname = 'parquet_fdw') then
        create extension parquet_fdw schema lake;
    end if;
    if not exists (select from pg_foreign_server where srvname = 'lake_files') then
        create server lake_files foreign data wrapper parquet_fdw;
    end if;
    perform lake.go('files');
    perform lake.attach_files(root);
end
$$;

-- Shows what is loaded into tables from now on.
create function lake.use_tables() returns void
language plpgsql
as $$
begin
    perform lake.go('tables');
end
$$;

-- Makes all_sentiment_mv anew when a day has changed since; readers go on meanwhile. False when there was nothing to
-- do or another session is at it.
create function lake.refresh() returns boolean
language plpgsql
as $$
declare
    state_now text;
begin
    if not pg_try_advisory_xact_lock(hashtext('lake.all_sentiment_mv')) then
        return false;
    end if;
    -- Taken before the rows are read: what is committed in between is shown now and once more the next time.
    select coalesce(string_agg(concat_ws(' ', day, generation, published, with_text), ',' order by day), '')
    into state_now
    from lake.day;
    if exists (select from lake.refreshed where state = md5(state_now)) then
        return false;
    end if;
    refresh materialized view concurrently lake.all_sentiment_mv;
    update lake.refreshed set state = md5(state_now), refreshed_at = clock_timestamp();
    return true;
end
$$;

-- For whoever connects to this database and says nothing else: the lake's names without their schema, behind those
-- there may be of old; and no plan kept over a lake whose files are replaced (parquet_fdw would miss rows).
do $$
begin
    if pg_has_role(current_user, (select datdba from pg_database where datname = current_database()), 'usage') then
        if not exists (
            select from pg_db_role_setting, unnest(setconfig) as setting
            where setdatabase = (select oid from pg_database where datname = current_database())
                and setrole = 0 and setting like 'search_path=%'
        ) then
            execute format('alter database %I set search_path = "$user", public, lake', current_database());
        end if;
        execute format('alter database %I set plan_cache_mode = force_custom_plan', current_database());
    end if;
end
$$;
