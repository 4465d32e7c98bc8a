select day, generation, published, rows, with_text
from lake.day
where day = :day
for update
