-- Counts articles' scores for one ticker, each article once, whatever the order in which they arrive.
--
-- KEYS[1] sentiment:T             what readers see, as JSON
-- KEYS[2] {sentiment:T}:state     the exact sums behind it (hash)
-- KEYS[3] {sentiment:T}:counted   the articles that have counted, by the second in which they did (sorted set)
-- KEYS[4] {sentiment:T}:hours     of each hour of the last day: count, sum of weighted scores, sum of weights (hash)
-- KEYS[5] {sentiment:T}:articles  the last ten articles, the newest first (list)
-- ARGV    ticker, half-life (ms), how long an article is remembered (s), how long all is kept (ms); then of each article
--         its id (8 bytes of it), published (ms), sentiment and weight (millionths), model, processed (µs), processed (text),
--         what the list shows of it (a JSON array that begins with its time and its id, both of constant length)
--
-- Scores and weights are whole millionths, so that sums do not depend on the order of adding. Only the decayed score is
-- a floating-point sum, kept relative to the newest article; it differs by rounding at most.
local SCORE, STATE, COUNTED, HOURS, ARTICLES = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local FIRST, FIELDS, MILLION = 5, 8, 1000000
local HOUR, DAY_HOURS, SHOWN = 3600, 24, 10
-- ["2026-01-05T12:00:00.000000Z","Ej5FZ-ibEtOkVkJmFBdAAA"
local ORDER = 55

local half_life, remembered, keep = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local second = redis.call('TIME')[1]
local now = tonumber(second)

local fresh = {}
for i = FIRST, #ARGV, FIELDS do
  if redis.call('ZADD', COUNTED, 'NX', second, ARGV[i]) == 1 then
    fresh[#fresh + 1] = i
  end
end
if #fresh == 0 then
  return 0
end
redis.call('ZREMRANGEBYSCORE', COUNTED, '-inf', string.format('(%.0f', now - remembered))

local function pairs_of(flat)
  local map = {}
  for i = 1, #flat, 2 do
    map[flat[i]] = flat[i + 1]
  end
  return map
end

local state = pairs_of(redis.call('HGETALL', STATE))
local function number(field)
  return tonumber(state[field]) or 0
end
local count, weights, scores = number('count'), number('weight'), number('score')
local decayed, decayed_weights, newest = number('decayed'), number('decayed_weight'), tonumber(state['newest'])
local updated, updated_text = number('updated'), state['updated_text'] or ''

local hours = {}
local function count_hour(published, score, weight)
  local hour = math.floor(published / 1000 / HOUR)
  if hour <= math.floor(now / HOUR) - DAY_HOURS or published > (now + HOUR) * 1000 then
    return
  end
  local sums = hours[hour]
  if not sums then
    local held = redis.call('HGET', HOURS, string.format('%.0f', hour)) or '0 0 0'
    local a, b, c = string.match(held, '^(%S+) (%S+) (%S+)$')
    sums = { tonumber(a), tonumber(b), tonumber(c) }
    hours[hour] = sums
  end
  sums[1], sums[2], sums[3] = sums[1] + 1, sums[2] + score, sums[3] + weight
end

local shown = redis.call('LRANGE', ARTICLES, 0, -1)
local held, pushed = #shown, 0
local function show(row)
  local order = string.sub(row, 1, ORDER)
  local place = 1
  while place <= #shown and order < string.sub(shown[place], 1, ORDER) do
    place = place + 1
  end
  if place > SHOWN or (shown[place] and order == string.sub(shown[place], 1, ORDER)) then
    return
  end
  table.insert(shown, place, row)
  shown[SHOWN + 1] = nil
  -- As long as each was put before all that were there, they need only be pushed.
  if pushed and place <= pushed + 1 then
    pushed = pushed + 1
  else
    pushed = nil
  end
end

for _, i in ipairs(fresh) do
  local published, sentiment, weight = tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3])
  local model, processed, processed_text = 'model:' .. ARGV[i + 4], tonumber(ARGV[i + 5]), ARGV[i + 6]
  local score = math.floor(sentiment * weight / MILLION + 0.5)
  count, weights, scores = count + 1, weights + weight, scores + score
  state[model] = number(model) + 1
  newest = newest or published
  if published > newest then
    local faded = 0.5 ^ ((published - newest) / half_life)
    decayed, decayed_weights, newest = decayed * faded, decayed_weights * faded, published
  end
  local share = weight * 0.5 ^ ((newest - published) / half_life)
  decayed, decayed_weights = decayed + sentiment * share / MILLION, decayed_weights + share
  if processed > updated or (processed == updated and processed_text > updated_text) then
    updated, updated_text = processed, processed_text
  end
  count_hour(published, score, weight)
  show(ARGV[i + 7])
end

local changed = {
  'count', string.format('%.0f', count), 'weight', string.format('%.0f', weights),
  'score', string.format('%.0f', scores), 'decayed', string.format('%.17g', decayed),
  'decayed_weight', string.format('%.17g', decayed_weights), 'newest', string.format('%.0f', newest),
  'updated', string.format('%.0f', updated), 'updated_text', updated_text,
}
local names = {}
for field, value in pairs(state) do
  local name = string.match(field, '^model:(.*)$')
  if name then
    names[#names + 1] = name
    if type(value) == 'number' then
      changed[#changed + 1] = field
      changed[#changed + 1] = string.format('%.0f', value)
    end
  end
end
redis.call('HSET', STATE, unpack(changed))
redis.call('PEXPIRE', STATE, keep)
redis.call('PEXPIRE', COUNTED, keep)

if next(hours) then
  for hour, sums in pairs(hours) do
    redis.call('HSET', HOURS, string.format('%.0f', hour), string.format('%.0f %.0f %.0f', sums[1], sums[2], sums[3]))
  end
  -- The hours of a day and the one to come.
  if redis.call('HLEN', HOURS) > DAY_HOURS + 1 then
    for _, hour in ipairs(redis.call('HKEYS', HOURS)) do
      if tonumber(hour) <= math.floor(now / HOUR) - DAY_HOURS then
        redis.call('HDEL', HOURS, hour)
      end
    end
  end
  redis.call('PEXPIRE', HOURS, keep)
end

if pushed and pushed < SHOWN then
  for place = pushed, 1, -1 do
    redis.call('LPUSH', ARTICLES, shown[place])
  end
  if held + pushed > SHOWN then
    redis.call('LTRIM', ARTICLES, 0, SHOWN - 1)
  end
else
  redis.call('DEL', ARTICLES)
  redis.call('RPUSH', ARTICLES, unpack(shown))
end
redis.call('PEXPIRE', ARTICLES, keep)

-- A table is written out in an order that depends on the order in which it was filled.
table.sort(names)
local models = {}
for _, name in ipairs(names) do
  models[name] = tonumber(state['model:' .. name])
end
local latest = cjson.decode(shown[1])
redis.call('SET', SCORE, cjson.encode({
  ticker = ARGV[1],
  score = scores / weights,
  weight = weights / MILLION,
  count = count,
  decayed_score = decayed / decayed_weights,
  article_title = latest[3],
  source_url = latest[4],
  latest_timestamp = latest[1],
  last_updated = updated_text,
  model_counts = models,
}), 'PX', keep)
return #fresh
