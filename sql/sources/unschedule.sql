delete from source_schedule where name = :name
