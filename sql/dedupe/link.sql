insert into duplicate_article (article_id, duplicate_of, source, emitted, seen_at)
values (:articleId, :duplicateOf, :source, :emitted, :now)
on conflict (article_id) do nothing
