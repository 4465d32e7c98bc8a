select not exists (select from dead_letter where topic = :topic)
