insert into source_schedule (name, cron, changed_at) values (:name, :cron, :now)
on conflict (name) do update set cron = excluded.cron, changed_at = excluded.changed_at
