insert into text_signature (article_id, seen_at, subject, words, size, truncated, bands, least, numbers)
values (:articleId, :now, :subject, :words, :size, :truncated, cast(:bands as bigint[]), :least, :numbers)
on conflict (article_id) do nothing
