delete from lake.day where day = :day
