-- Keeps the latest row of one ticker, whatever the order in which rows arrive.
--
-- KEYS[1] parquet:sentiment:T    the row as JSON
-- ARGV    row as JSON, its timestamp, time to live (ms)
--
-- Timestamps all have six digits behind the second, so that their order as text is their order in time. Of two rows of the same moment the greater one stays, in whichever order they come.
local kept = redis.call('GET', KEYS[1])
if kept then
  local at = cjson.decode(kept)['timestamp']
  if at > ARGV[2] or (at == ARGV[2] and kept >= ARGV[1]) then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return 1
