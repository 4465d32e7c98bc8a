select day, generation, published, rows, with_text
from lake.day
order by day
