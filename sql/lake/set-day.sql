update lake.day
set generation = :generation,
    published = :published,
    rows = :rows,
    with_text = :withText,
    changed_at = clock_timestamp()
where day = :day
