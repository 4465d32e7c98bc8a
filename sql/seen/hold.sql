-- Goes on with a claim that is still ours. Not waited for: it is lost with the claim, or with the process that needs it.
update seen_item set claimed_until = :until
from (select set_config('synchronous_commit', 'off', true)) as commit_mode
where article_id = :articleId and claimed_by = :node and claimed_for = :source
