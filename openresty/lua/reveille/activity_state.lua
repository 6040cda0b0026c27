-- What all workers of the gateway have counted.
--
-- reveille_activity   gateway            "9f3c…", made anew by each start of the master   init
--                     <field>:<project>  what was counted since then; a field is "started", "ended", "quietStarted",
--                                        "bytes", "seconds", "2xx" or "le3" (latency bucket)    every worker adds
--                     changed            list of projects that were added to         every worker adds, worker 0 takes
--                     flushes            how often a worker has written              every worker
-- reveille_workers    <pid>              JSON { version = "k3f9.12" (or nil), leaving = true (or nil),
--                                        open = { shop = { 2, 1 } } }                that worker
--
-- What a worker has open is its own: when it dies, nothing of that is left, and all that it has counted stays.
-- When there are more projects than memory, those that were not used for longest begin anew.

local cjson = require "cjson.safe"
local activity = require "reveille.activity"
local shared = require "reveille.shared"
local ffi = require "ffi"

local dict, workers, write = shared.activity, shared.workers, shared.write
local pid = ngx.worker.pid
local log, WARN = ngx.log, ngx.WARN

ffi.cdef "int kill(int pid, int sig);"

local STATUSES, BUCKETS = activity.STATUSES, activity.BUCKETS
local ID_BYTES = 8

local _M = {}

local function random_id()
  local file, err = io.open("/dev/urandom", "rb")
  local bytes = file and file:read(ID_BYTES)
  if file then
    file:close()
  end
  if not bytes or #bytes < ID_BYTES then
    error("cannot start the gateway: no random bytes: " .. (err or "/dev/urandom is empty"), 0)
  end
  return (bytes:gsub(".", function(char) return ("%02x"):format(char:byte()) end))
end

-- In the master, once for its whole life: a reload keeps what was counted, and so the id.
function _M.init()
  dict:add("gateway", random_id())
end

function _M.gateway()
  return dict:get("gateway")
end

-- Every worker runs as the same user, so one that may not be signalled is none of ours.
function _M.is_alive(worker)
  return ffi.C.kill(worker, 0) == 0
end

local function add(field, project, more)
  if more == 0 then
    return
  end
  local sum, err = dict:incr(field .. ":" .. project, more, 0)
  if not sum then
    log(WARN, "Cannot count requests project=", project, " err=", err)
  end
end

local function add_counts(counts)
  local project = counts.project
  add("started", project, counts.started)
  add("ended", project, counts.ended)
  add("quietStarted", project, counts.quietStarted)
  add("bytes", project, counts.bytes)
  add("seconds", project, counts.seconds)
  for i, class in ipairs(STATUSES) do
    add(class, project, counts[i])
  end
  for i = 1, BUCKETS do
    add("le" .. i, project, counts[#STATUSES + i])
  end
  dict:lpush("changed", project)
end

-- Writes what this worker has counted and has open, and which version it would have routed by.
function _M.flush(version, leaving)
  activity.take(add_counts)
  write(workers, "safe_set", pid(), cjson.encode({ version = version, leaving = leaving, open = activity.open() }))
  dict:incr("flushes", 1, 0)
end

-- Changes with every flush of any worker.
function _M.flushes()
  return dict:get("flushes") or 0
end

local function number(version)
  return tonumber((version or ""):match("%.(%d+)$")) or 0
end

-- "k3f9.12" of two versions of one epoch, the lower; of two epochs, neither can be said to be reached.
local function lower(a, b)
  if a == nil or b == nil or a:match("^(.*)%.") ~= b:match("^(.*)%.") then
    return nil
  end
  return number(a) <= number(b) and a or b
end

local function add_open(sums, open)
  for project, numbers in pairs(open) do
    local sum = sums[project] or { 0, 0 }
    sums[project] = { sum[1] + numbers[1], sum[2] + numbers[2] }
  end
end

-- { shop = { 2, 1 } } and the lowest version, or nil, of all workers that live. One that is about to quit takes no
-- new requests, and may lag behind.
function _M.workers()
  local open, version, seen = {}, nil, false
  for _, worker in ipairs(workers:get_keys(0)) do
    local entry = cjson.decode(workers:get(worker) or "null")
    if not _M.is_alive(tonumber(worker)) then
      workers:delete(worker)
    elseif type(entry) == "table" then
      add_open(open, entry.open)
      if not entry.leaving then
        version = not seen and entry.version or lower(version, entry.version)
        seen = true
      end
    end
  end
  return open, version
end

-- Adds the projects that have changed since they were last taken to a set.
function _M.take_changed(set)
  repeat
    local project = dict:rpop("changed")
    if project then
      set[project] = true
    end
  until not project
end

-- Adds all projects that anything was ever counted for to a set.
function _M.take_all(set)
  for _, key in ipairs(dict:get_keys(0)) do
    local project = key:match("^started:(.*)$") or key:match("^quietStarted:(.*)$")
    if project then
      set[project] = true
    end
  end
end

local function total(field, project)
  return dict:get(field .. ":" .. project) or 0
end

-- Everything that was counted for a project, as POST /v1/activity has it, but for what is open.
function _M.totals(project)
  local statuses, latency = {}, {}
  for _, class in ipairs(STATUSES) do
    local count = total(class, project)
    statuses[class] = count > 0 and count or nil
  end
  for i = 1, BUCKETS do
    latency[i] = total("le" .. i, project)
  end
  return {
    started = total("started", project),
    ended = total("ended", project),
    quietStarted = total("quietStarted", project),
    bytes = total("bytes", project),
    seconds = total("seconds", project),
    statuses = statuses,
    latency = latency,
  }
end

return _M
