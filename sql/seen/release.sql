-- Not waited for: a claim that a crash brings back ends by itself.
update seen_item set claimed_by = null, claimed_for = null, claimed_until = null
from (select set_config('synchronous_commit', 'off', true)) as commit_mode
where article_id = :articleId and claimed_by = :node and claimed_for = :source
