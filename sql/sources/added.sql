select name, declaration from added_source order by added_at, name
