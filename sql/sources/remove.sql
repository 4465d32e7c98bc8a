delete from added_source where name = :name
