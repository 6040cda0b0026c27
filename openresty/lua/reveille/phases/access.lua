-- access_by_lua of every visitor's request: a running project's goes straight on.
local activity = require "reveille.activity"
local hook = require "reveille.hook"
local https = require "reveille.https"
local lookup = require "reveille.lookup"
local settings = require "reveille.settings"

local var = ngx.var

-- The host of the dashboard goes before any project's pattern that covers it.
local function dashboard(host)
  https.demand(host)
  return ngx.exec("@dashboard")
end

-- is_challenge: the visitor may be a CA, or whoever tests for one; not all of them follow to HTTPS.
return function(is_challenge)
  local host = var.host
  if host == settings.admin_host then
    return dashboard(host)
  end
  local route = lookup.find(host)
  if route then
    if not is_challenge and (route.hsts or lookup.gateway().httpsRedirect) then
      https.enforce(host, route)
    end
    if route.running then
      return activity.begin(route)
    end
  end
  return hook.answer(host, route)
end
