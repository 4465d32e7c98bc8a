-- Makes the row that is a day's lock; whoever else does the same waits until this transaction ends.
insert into lake.day (day, generation, rows, with_text)
values (:day, 0, 0, false)
on conflict (day) do nothing
