delete from dead_letter where topic = :topic
