-- Exchanges what is known of a ticker for what is known after some articles, together with the alerts that they made
-- fire, unless another process was faster.
--
-- KEYS[1] {sentiment:T}:alerts         the state as JSON
-- KEYS[2] {sentiment:T}:alerts:unsent  alerts that are not on the topic yet, by their id (hash)
-- ARGV    the SHA-1 of the state it was (empty: there was none), the state it is now, time to live (ms),
--         then id and JSON of each alert
local was = redis.call('GET', KEYS[1])
if (was and redis.sha1hex(was) or '') ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
for i = 4, #ARGV, 2 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
end
if #ARGV > 3 then
  redis.call('PEXPIRE', KEYS[2], ARGV[3])
end
return 1
