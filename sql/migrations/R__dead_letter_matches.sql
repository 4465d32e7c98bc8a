-- Whether a dead letter is one of those that are meant, in one place for the statements that list, count, replay and
-- discard. Null means any.
create or replace function dead_letter_matches(
    letter dead_letter,
    error text,
    words text,
    leg text,
    source text,
    origin text,
    article text,
    state text,
    from_time timestamptz,
    to_time timestamptz)
returns boolean
language sql stable
as $$
select ($2 is null or letter.cause = $2 or letter.error_class = $2)
    and ($3 is null or not exists (
        select from regexp_split_to_table(lower($3), '\s+') as word
        where strpos(lower(letter.error_message), word) = 0))
    and ($4 is null or letter.leg = $4 or letter.route = $4 or split_part(letter.leg, '-', 1) = $4)
    and ($5 is null or letter.source = $5)
    and ($6 is null or letter.origin_topic = $6)
    and ($7 is null or letter.article_id = $7)
    and ($8 is null or letter.state = $8)
    and ($9 is null or letter.failed_at >= $9)
    and ($10 is null or letter.failed_at < $10)
$$;
