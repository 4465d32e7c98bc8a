select name, cron from source_schedule
