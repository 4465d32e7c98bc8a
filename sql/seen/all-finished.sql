select not exists (
    select from unnest(cast(:articleIds as uuid[])) as shown
    left join seen_item on seen_item.article_id = shown
    where finished_at is null)
