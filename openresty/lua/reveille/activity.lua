-- Counts what visitors do with each project, in this worker: in plain Lua tables, which cost a request next to nothing.
-- activity_sync.lua passes it on.
--
-- A project's counts are { project = "shop", changed = true (in the list of changed ones), started = 1, ended = 1,
--   quietStarted = 0, bytes = 612, seconds = 0.2, [1..5] = requests that ended with 1xx..5xx,
--   [6..] = requests by latency }:
-- what was added since they were last taken. A request counts for the project that it began for, once, wherever nginx
-- redirects it to, and whatever becomes of the route.

local ffi = require "ffi"
local ignores = require "reveille.ignores"
local lookup = require "reveille.lookup"
local get_request = require("resty.core.base").get_request

local cast, tonumber = ffi.cast, tonumber
local floor = math.floor
local now, start_time = ngx.now, ngx.req.start_time
local var = ngx.var

-- Seconds; what takes longer than the last is in one more bucket. openapi.yaml names them too.
local BOUNDS = { 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10 }
local STATUSES = { "1xx", "2xx", "3xx", "4xx", "5xx" }
local FIRST_BUCKET = #STATUSES + 1
-- Reading how much was sent costs more than all the rest. Of requests that were quick, one in so many stands for all.
local QUICK_SECONDS, SAMPLE = 0.1, 16

local _M = { BUCKETS = #BOUNDS + 1, STATUSES = STATUSES }

-- Request -> counts, or { of = counts } where it does not count as use: every request that is open now.
local open = {}
local changed, on_last = {}, nil
local turn = 0

-- What tells requests apart: nginx's own address of one. OpenResty gives it as cdata, of which each is another key.
local function current()
  local request = get_request()
  if type(request) == "cdata" then
    return tonumber(cast("uintptr_t", request))
  end
  return request
end

local function new_counts(route)
  local counts = { project = route.project, changed = false, started = 0, ended = 0, quietStarted = 0, bytes = 0,
    seconds = 0 }
  for i = 1, #STATUSES + _M.BUCKETS do
    counts[i] = 0
  end
  counts.quiet = { of = counts }
  route.counts = counts
  return counts
end

local function mark(counts)
  counts.changed = true
  changed[#changed + 1] = counts
end

local function is_quiet(route, settings)
  return ignores.match(route.ignores, var) or ignores.match(settings.ignores, var)
end

-- The request goes on to this route's project.
function _M.begin(route)
  local request = current()
  if open[request] then
    return
  end
  local counts = route.counts or new_counts(route)
  if not counts.changed then
    mark(counts)
  end
  local settings = lookup.gateway()
  if (route.ignores or settings.ignores) and is_quiet(route, settings) then
    counts.quietStarted = counts.quietStarted + 1
    open[request] = counts.quiet
    return
  end
  counts.started = counts.started + 1
  open[request] = counts
end

local function bucket(seconds)
  for i = 1, #BOUNDS do
    if seconds <= BOUNDS[i] then
      return FIRST_BUCKET + i - 1
    end
  end
  return FIRST_BUCKET + #BOUNDS
end

-- What this request adds to the bytes that were sent.
local function sent(seconds)
  if seconds > QUICK_SECONDS then
    return tonumber(var.bytes_sent) or 0
  end
  turn = turn + 1
  if turn < SAMPLE then
    return 0
  end
  turn = 0
  return SAMPLE * (tonumber(var.bytes_sent) or 0)
end

local function count_answer(counts, seconds)
  local class = floor(ngx.status / 100)
  if class >= 1 and class <= #STATUSES then
    counts[class] = counts[class] + 1
  end
  local latency = bucket(seconds)
  counts[latency] = counts[latency] + 1
  counts.seconds = counts.seconds + seconds
  counts.bytes = counts.bytes + sent(seconds)
end

-- The project that this request went on to, or nil.
function _M.project()
  local counts = open[current()]
  return counts and (counts.of or counts).project
end

-- The request is over, however it ended; nothing happens for one that never went on to a project.
function _M.finish()
  local request = current()
  local counts = open[request]
  if not counts then
    return
  end
  open[request] = nil
  if counts.of then
    counts = counts.of
  else
    counts.ended = counts.ended + 1
  end
  if not counts.changed then
    mark(counts)
  end
  count_answer(counts, now() - start_time())
  if on_last then
    on_last()
  end
end

function _M.has_changed()
  return #changed > 0
end

-- The counts that have changed, for add(counts) to take from; they begin anew.
function _M.take(add)
  local taken = changed
  changed = {}
  for _, counts in ipairs(taken) do
    add(counts)
    counts.changed, counts.started, counts.ended, counts.quietStarted = false, 0, 0, 0
    counts.bytes, counts.seconds = 0, 0
    for i = 1, #counts do
      counts[i] = 0
    end
  end
end

-- { shop = { 2, 1 } }: open requests that count, and that do not.
function _M.open()
  local all = {}
  for _, counts in pairs(open) do
    local project = (counts.of or counts).project
    local numbers = all[project] or { 0, 0 }
    local index = counts.of and 2 or 1
    numbers[index] = numbers[index] + 1
    all[project] = numbers
  end
  return all
end

-- Has flush called after every request that ends from now on: a worker that is about to quit has no timers any more.
function _M.flush_each(flush)
  on_last = flush
end

return _M
