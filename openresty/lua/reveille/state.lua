-- What all workers know of routes, and of following the control service.
--
-- reveille_routes   <host pattern>   a route as JSON (routes.lua)      written by sync, and by the hook after a wake
-- reveille_sync     version          "k3f9.12", the table's version    sync
--                   receipt          "k3f9.12", the last version whose certificates are all here   sync
--                   gateway          JSON, the answer's `gateway`      sync
--                   failing          why the last poll failed          sync; absent while it works
--                   sequence, change:<n>                               changes.lua
--                   woken:<pattern>  version of a wake's answer        woken
--                   <anything>       marks that `once` sets

local cjson = require "cjson.safe"
local changes = require "reveille.changes"
local routes = require "reveille.routes"
local shared = require "reveille.shared"

local routes_dict, sync_dict, write = shared.routes, shared.sync, shared.write

-- Long enough for the poll that was under way during a wake to arrive.
local WOKEN_SECONDS = 30
-- Until the control service has said otherwise: its own defaults.
local GATEWAY = {
  patienceMillis = 1000, wakeTimeoutMillis = 60000, pageStatus = 202,
  httpsRedirect = false, challenges = false, handshakeWaitMillis = 0,
}

local _M = { sequence = changes.sequence, changed = changes.get }

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

-- True when they are not what they were.
local function put_gateway(gateway)
  local before, changed = _M.gateway(), false
  for name, value in pairs(gateway) do
    local is_same = before[name] == value
      or (type(value) == "table" and type(before[name]) == "table" and routes.same_list(before[name], value))
    changed = changed or not is_same
  end
  if changed then
    write(sync_dict, "set", "gateway", cjson.encode(gateway))
  end
  return changed
end

local function apply(answer)
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
  if answer.gateway and put_gateway(answer.gateway) or #changed > 0 then
    changes.add(changed)
  end
  write(sync_dict, "set", "version", answer.version)
end

-- Applies the routes of an answer of GET /v1/routes: only what differs is written.
function _M.apply(answer)
  shared.alone(apply, answer)
end

local function woken(route, version)
  if caught_up(version) then
    return
  end
  local changed = {}
  put(route, changed)
  if #changed == 0 then
    return
  end
  if version then
    write(sync_dict, "set", "woken:" .. route.host, version, WOKEN_SECONDS)
  end
  changes.add(changed)
end

-- Applies the route that a wake ended with, ahead of the poll that will bring it too; not after it, since another
-- replica may have become ready meanwhile.
function _M.woken(route, version)
  shared.alone(woken, route, version)
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

-- The version of the table, or nil before the first sync.
function _M.version()
  return sync_dict:get("version")
end

-- The last version that is here with all its certificates, or nil before the first.
function _M.receipt()
  return sync_dict:get("receipt")
end

function _M.set_receipt(version)
  write(sync_dict, "set", "receipt", version)
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
