insert into added_source (name, declaration, added_at) values (:name, :declaration, :now) on conflict (name) do nothing
