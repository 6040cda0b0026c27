-- Host -> route, for the requests of this worker. A plain Lua table that follows the shared one change by change:
-- measured, a table costs a routed request nothing, where an LRU cache or ngx.ctx cost it a tenth of its throughput.

local ignores = require "reveille.ignores"
local routes = require "reveille.routes"
local state = require "reveille.state"

local re_find = ngx.re.find
local log, WARN = ngx.log, ngx.WARN

local _M = {}

-- A regex that exceeds lua_regex_match_limit, or that PCRE rejects, matches nothing.
local function matches(host, regex)
  local from, _, err = re_find(host, regex, "ijo")
  if err and state.once("regex:" .. regex, 60) then
    log(WARN, "A label's regex matches nothing regex=", regex, " err=", err)
  end
  return from ~= nil
end

-- May be dropped at any time: they are read anew when seen is nil.
local index, gateway, seen

local function rebuild()
  index = routes.new(matches)
  for _, route in ipairs(state.all()) do
    index:put(route.host, route)
  end
end

-- Applies the changes up to that number; false when one of them is no longer known.
local function follow(sequence)
  for number = seen + 1, sequence do
    local patterns = state.changed(number)
    if not patterns then
      return false
    end
    for _, pattern in ipairs(patterns) do
      index:put(pattern, state.route(pattern))
    end
  end
  return true
end

-- The route of a normalised host, or nil. nginx's own $host is normalised: lower case, without port and trailing dot.
function _M.find(host)
  local sequence = state.sequence()
  if sequence ~= seen then
    if not seen or not follow(sequence) then
      rebuild()
    end
    gateway = state.gateway()
    gateway.ignores = ignores.compile(gateway.ignorePaths, gateway.ignoreUserAgents)
    seen = sequence
  end
  return index:find(host)
end

-- The same as of the last find: for the balancer, a moment after the access phase, without a second look at the
-- shared dict.
function _M.find_again(host)
  return index:find(host)
end

-- The gateway's settings, as of the last find, with the rules (ignores.lua) that they make.
function _M.gateway()
  return gateway
end

return _M
