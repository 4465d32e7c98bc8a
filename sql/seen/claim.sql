-- Takes the article for one source's poll, unless it is finished or somebody else's. One that is finished, which is
-- what most items of a feed are, costs no write.
insert into seen_item as seen (article_id, source, first_seen, claimed_by, claimed_for, claimed_until)
select :articleId, :source, :now, :node, :source, :until
where not exists (select from seen_item where article_id = :articleId and finished_at is not null)
on conflict (article_id) do update
set claimed_by = excluded.claimed_by, claimed_for = excluded.claimed_for, claimed_until = excluded.claimed_until
where seen.finished_at is null and (seen.claimed_by is null or seen.claimed_until <= :now)
