delete from lake.sentiment
where "timestamp" >= cast(:day as date) and "timestamp" < cast(:day as date) + 1
