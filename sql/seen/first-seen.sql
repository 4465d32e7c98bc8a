-- The time an item was first seen. Where it stands in for a date it must be durable before it is used; else the commit
-- need not wait for the disk, for what a crash forgets is seen again.
insert into seen_item (article_id, source, first_seen)
select :articleId, :source, :now
from (select set_config('synchronous_commit', case when :dated then 'off' else 'on' end, true)) as commit_mode
on conflict (article_id) do update set article_id = excluded.article_id
returning first_seen
