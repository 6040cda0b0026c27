-- What all workers share. The only file that names a shared dict.
--
-- reveille_routes   <host pattern>   a route as JSON (routes.lua)      written by sync, and by the hook after a wake
-- reveille_sync     version          "k3f9.12", the table's version    sync
--                   gateway          JSON, the answer's `gateway`      sync
--                   failing          why the last poll failed          sync; absent while it works
--                   sequence         number of the last change here    commit
--                   change:<n>       JSON list of the patterns that change n touched, short-lived   commit
--                   woken:<pattern>  version of a wake's answer        woken
--                   <anything>       marks that `once` sets

local cjson = require "cjson.safe"
local routes = require "reveille.routes"

local dicts = ngx.shared
local routes_dict, sync_dict = dicts.reveille_routes, dicts.reveille_sync
local log, ERR = ngx.log, ngx.ERR

-- A worker that has not looked for so long reads the whole table instead.
local CHANGE_SECONDS = 60
-- More patterns than this in one change: reading the whole table is as cheap, so they are not listed.
local CHANGE_LIMIT = 2000
-- Long enough for the poll that was under way during a wake to arrive.
local WOKEN_SECONDS = 30
-- Until the control service has said otherwise: its own defaults.
local GATEWAY = { patienceMillis = 1000, wakeTimeoutMillis = 60000, pageStatus = 202 }

local _M = {}

-- Every write comes through here: a full dict forgets other entries, and must not do so silently.
local function write(dict, method, key, value, seconds)
  local ok, err, forcible = dict[method](dict, key, value, seconds or 0)
  if forcible then
    log(ERR, "Shared memory is full, other entries were dropped: enlarge lua_shared_dict key=", key)
  end
  if not ok and err ~= "exists" then
    log(ERR, "Cannot store in shared memory key=", key, " err=", err)
  end
  return ok, err
end

-- Tells the workers which patterns changed, after their routes were written. Writers may race: a number belongs to
-- whoever adds its entry, and the sequence only ever counts entries that exist.
local function commit(patterns)
  if #patterns == 0 then
    return
  end
  local list = #patterns <= CHANGE_LIMIT and cjson.encode(patterns) or "too many"
  local number = _M.sequence()
  repeat
    number = number + 1
    local ok, err = write(sync_dict, "add", "change:" .. number, list, CHANGE_SECONDS)
  until ok or err ~= "exists"
  local _, err = sync_dict:incr("sequence", 1, 0)
  if err then
    log(ERR, "Cannot count a change of routes err=", err)
  end
end

-- "k3f9.12" -> "k3f9", 12
local function parts(version)
  local epoch, number = (version or ""):match("^(.*)%.(%d+)$")
  return epoch, tonumber(number)
end

-- Whether a wake's answer about this pattern is newer than the poll's answer of that version.
local function overtaken(pattern, version)
  local woken = sync_dict:get("woken:" .. pattern)
  if not woken then
    return false
  end
  local woken_epoch, woken_number = parts(woken)
  local epoch, number = parts(version)
  return woken_epoch ~= nil and woken_epoch == epoch and woken_number > number
end

-- Whether the table here is as new as a wake's answer of that version, or newer.
local function caught_up(version)
  local epoch, number = parts(_M.version())
  local woken_epoch, woken_number = parts(version)
  return epoch ~= nil and epoch == woken_epoch and number >= woken_number
end

local function put(route, changed)
  if routes.same(_M.route(route.host), route) then
    return
  end
  if write(routes_dict, "set", route.host, cjson.encode(route)) then
    changed[#changed + 1] = route.host
  end
end

local function remove(pattern, changed)
  if routes_dict:get(pattern) then
    routes_dict:delete(pattern)
    changed[#changed + 1] = pattern
  end
end

-- The patterns that a full table no longer has.
local function vanished(answer)
  local kept, gone = {}, {}
  for _, route in ipairs(answer.routes) do
    kept[route.host] = true
  end
  for _, pattern in ipairs(routes_dict:get_keys(0)) do
    if not kept[pattern] then
      gone[#gone + 1] = pattern
    end
  end
  return gone
end

-- Applies an answer of GET /v1/routes: only what differs is written.
function _M.apply(answer)
  local changed = {}
  for _, route in ipairs(answer.routes) do
    if not overtaken(route.host, answer.version) then
      put(route, changed)
    end
  end
  for _, pattern in ipairs(answer.full and vanished(answer) or answer.removed or {}) do
    if not overtaken(pattern, answer.version) then
      remove(pattern, changed)
    end
  end
  commit(changed)
  if answer.gateway then
    write(sync_dict, "set", "gateway", cjson.encode(answer.gateway))
  end
  write(sync_dict, "set", "version", answer.version)
end

-- Applies the route that a wake ended with, ahead of the poll that will bring it too; not after it, since another
-- replica may have become ready meanwhile.
function _M.woken(route, version)
  if caught_up(version) then
    return
  end
  local changed = {}
  put(route, changed)
  if #changed > 0 and version then
    write(sync_dict, "set", "woken:" .. route.host, version, WOKEN_SECONDS)
  end
  commit(changed)
end

function _M.route(pattern)
  local json = routes_dict:get(pattern)
  return json and cjson.decode(json)
end

-- All routes, for a worker that starts or has fallen behind.
function _M.all()
  local all = {}
  for _, pattern in ipairs(routes_dict:get_keys(0)) do
    all[#all + 1] = _M.route(pattern)
  end
  return all
end

function _M.sequence()
  return sync_dict:get("sequence") or 0
end

-- The patterns that change `number` touched, or nil when that is no longer known.
function _M.changed(number)
  local json = sync_dict:get("change:" .. number)
  return json and cjson.decode(json)
end

-- The version of the table, or nil before the first sync.
function _M.version()
  return sync_dict:get("version")
end

function _M.gateway()
  local json = sync_dict:get("gateway")
  return json and cjson.decode(json) or GATEWAY
end

-- Why the control service cannot be followed at present, or nil.
function _M.failing()
  return sync_dict:get("failing")
end

function _M.set_failing(reason)
  if reason then
    write(sync_dict, "set", "failing", reason)
  else
    sync_dict:delete("failing")
  end
end

-- True for the first caller in so many seconds.
function _M.once(mark, seconds)
  return (write(sync_dict, "add", mark, true, seconds))
end

return _M
