-- Not waited for: an item whose mark a crash forgets is emitted again, with the same id.
update seen_item set finished_at = :now
from (select set_config('synchronous_commit', 'off', true)) as commit_mode
where article_id = :articleId and finished_at is null
