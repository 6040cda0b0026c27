-- access_by_lua of every visitor's request: a running project's goes straight on.
local hook = require "reveille.hook"
local lookup = require "reveille.lookup"

local var = ngx.var

return function()
  local host = var.host
  local route = lookup.find(host)
  if route and route.running then
    return
  end
  return hook.answer(host, route)
end
