-- Keeps the latest row of one ticker, whatever the order in which rows arrive.
--
-- KEYS[1] parquet:sentiment:T    the row as JSON
-- ARGV    row as JSON, its place in the order, time to live (ms)
--
-- The order is that of timestamp, article and processing timestamp as texts of constant length: that is their order in
-- time, too, and of two rows of the same moment the same one stays, in whichever order they come.
local kept = redis.call('GET', KEYS[1])
if kept then
  local row = cjson.decode(kept)
  if row['timestamp'] .. row['article_id'] .. row['processing_timestamp_utc'] >= ARGV[2] then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return 1
