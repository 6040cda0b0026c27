-- What the access log has of a request that only Lua knows. With any log but JSON's nothing of this is called.

local activity = require "reveille.activity"
local lookup = require "reveille.lookup"

local var = ngx.var

local _M = {}

-- The project that answered, or that should have.
local function project()
  local known = activity.project()
  if known then
    return known
  end
  local route = lookup.find(var.host)
  return route and route.project
end

-- At the end of a request, before nginx writes the line.
function _M.finish()
  var.reveille_project = project() or ""
  return activity.finish()
end

return _M
