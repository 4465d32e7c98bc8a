-- Counts one article's score for one ticker, once, whatever the order in which articles arrive.
--
-- KEYS[1] sentiment:T            what readers see, as JSON
-- KEYS[2] {sentiment:T}:state    the exact sums behind it (hash)
-- KEYS[3] {sentiment:T}:counted  the articles that have counted, by the time at which they did (sorted set)
-- ARGV    ticker, article id, published (ms), sentiment and weight (millionths), model, title, url,
--         processed (µs), processed (text), half-life (ms), how long an article is remembered (ms)
--
-- Scores and weights are whole millionths, so that sums do not depend on the order of adding. Only the decayed score is
-- a floating-point sum, kept relative to the newest article; it differs by rounding at most.
local ticker, article, published = ARGV[1], ARGV[2], tonumber(ARGV[3])
local sentiment, weight = tonumber(ARGV[4]), tonumber(ARGV[5])
local model, title, url = ARGV[6], ARGV[7], ARGV[8]
local processed, processed_text = tonumber(ARGV[9]), ARGV[10]
local half_life, remembered = tonumber(ARGV[11]), tonumber(ARGV[12])

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
if redis.call('ZADD', KEYS[3], 'NX', string.format('%.0f', now), article) == 0 then
  return 0
end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', string.format('(%.0f', now - remembered))

local state = KEYS[2]
local newest = tonumber(redis.call('HGET', state, 'newest'))
redis.call('HINCRBY', state, 'count', 1)
redis.call('HINCRBY', state, 'model:' .. model, 1)
local sum_weight = redis.call('HINCRBY', state, 'weight', weight)
local sum_score = redis.call('HINCRBY', state, 'score', math.floor(sentiment * weight / 1000000 + 0.5))

local decayed = tonumber(redis.call('HGET', state, 'decayed')) or 0
local decayed_weight = tonumber(redis.call('HGET', state, 'decayed_weight')) or 0
local reference = newest or published
if published > reference then
  local faded = 0.5 ^ ((published - reference) / half_life)
  decayed, decayed_weight = decayed * faded, decayed_weight * faded
  reference = published
end
local share = weight * 0.5 ^ ((reference - published) / half_life)
decayed = decayed + sentiment * share / 1000000
decayed_weight = decayed_weight + share
redis.call('HSET', state, 'decayed', string.format('%.17g', decayed), 'decayed_weight',
  string.format('%.17g', decayed_weight), 'newest', string.format('%.0f', reference))

-- Of two articles of the same moment the one with the greater id is the newest, in whichever order they come.
local shown = redis.call('HMGET', state, 'shown_at', 'shown_id')
if not shown[1] or published > tonumber(shown[1]) or (published == tonumber(shown[1]) and article > shown[2]) then
  redis.call('HSET', state, 'shown_at', string.format('%.0f', published), 'shown_id', article, 'title', title, 'url', url)
end
local updated = tonumber(redis.call('HGET', state, 'updated')) or 0
local updated_text = redis.call('HGET', state, 'updated_text') or ''
if processed > updated or (processed == updated and processed_text > updated_text) then
  redis.call('HSET', state, 'updated', string.format('%.0f', processed), 'updated_text', processed_text)
end

local all = redis.call('HGETALL', state)
local fields, counts, names = {}, {}, {}
for i = 1, #all, 2 do
  local name = string.match(all[i], '^model:(.*)$')
  if name then
    counts[name] = tonumber(all[i + 1])
    names[#names + 1] = name
  else
    fields[all[i]] = all[i + 1]
  end
end
-- A table is written out in an order that depends on the order in which it was filled.
table.sort(names)
local models = {}
for _, name in ipairs(names) do
  models[name] = counts[name]
end
redis.call('SET', KEYS[1], cjson.encode({
  ticker = ticker,
  score = tonumber(sum_score) / tonumber(sum_weight),
  weight = tonumber(sum_weight) / 1000000,
  count = tonumber(fields['count']),
  decayed_score = decayed / decayed_weight,
  article_title = fields['title'],
  source_url = fields['url'],
  last_updated = fields['updated_text'],
  model_counts = models,
}))
return 1
