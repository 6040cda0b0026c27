-- The shared dicts, and the way to write to them. The only file that names one.

local log, ERR = ngx.log, ngx.ERR
local dicts = ngx.shared

-- Far longer than a change takes; a worker that died in one holds up the others for so long.
local LOCK_SECONDS = 1

local _M = {
  routes = dicts.reveille_routes, -- state.lua
  sync = dicts.reveille_sync, -- state.lua
  certificates = dicts.reveille_certificates, -- certificate_state.lua
  activity = dicts.reveille_activity, -- activity_state.lua
  workers = dicts.reveille_workers, -- activity_state.lua
  asked = dicts.reveille_asked, -- asked.lua
}

-- Every write of what must not be lost comes through here: a full dict forgets other entries, and must not do so
-- silently. true, or false, err: "exists" from `add`.
function _M.write(dict, method, key, value, seconds, flags)
  local ok, err, forcible = dict[method](dict, key, value, seconds or 0, flags or 0)
  if forcible then
    log(ERR, "Shared memory is full, other entries were dropped: enlarge lua_shared_dict key=", key)
  end
  if not ok and err ~= "exists" then
    log(ERR, "Cannot store in shared memory key=", key, " err=", err)
  end
  return ok, err
end

-- change(...), in no two workers at one time: between its look at the version and its writes nobody else may write.
function _M.alone(change, ...)
  local waited = 0
  while not _M.sync:add("lock", true, LOCK_SECONDS) and waited < LOCK_SECONDS do
    ngx.sleep(0.001)
    waited = waited + 0.001
  end
  local ok, err = pcall(change, ...)
  _M.sync:delete("lock")
  if not ok then
    error(err, 0)
  end
end

return _M
