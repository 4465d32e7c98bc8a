-- What may be worded alike, the earliest first. One that is not finished may never be, and then its copy is needed.
select article_id, words, size, truncated, least, numbers
from text_signature
where bands && cast(:bands as bigint[])
  and subject = :subject
  and seen_at >= :since
  and exists (
      select from seen_item
      where seen_item.article_id = text_signature.article_id and finished_at is not null)
order by seen_at, article_id
limit 200
