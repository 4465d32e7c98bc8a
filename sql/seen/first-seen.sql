-- The time an item was first seen, durable before it is used.
insert into seen_item (article_id, source, first_seen)
values (:articleId, :source, :now)
on conflict (article_id) do update set article_id = excluded.article_id
returning first_seen
