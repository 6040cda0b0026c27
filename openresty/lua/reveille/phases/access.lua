-- access_by_lua of every visitor's request: a running project's goes straight on.
local activity = require "reveille.activity"
local hook = require "reveille.hook"
local https = require "reveille.https"
local lookup = require "reveille.lookup"

local var = ngx.var

-- is_challenge: the visitor may be a CA, or whoever tests for one; not all of them follow to HTTPS.
return function(is_challenge)
  local host = var.host
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
