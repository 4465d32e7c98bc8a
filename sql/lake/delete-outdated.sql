delete from lake.sentiment as row
using outdated
where row."timestamp" >= cast(:day as date) and row."timestamp" < cast(:day as date) + 1
    and row.article_id = outdated.article_id
    and row.ticker is not distinct from outdated.ticker
    and row.model is not distinct from outdated.model
