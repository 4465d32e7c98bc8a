select state, cause, count(*) as letters
from dead_letter
where topic = :topic
group by state, cause
