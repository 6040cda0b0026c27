-- Follows the control service's route table by a long poll, in worker 0 (Debian's nginx has no privileged agent).
-- The table stays as it is while the control service is away.

local cjson = require "cjson.safe"
local control = require "reveille.control"
local routes = require "reveille.routes"
local state = require "reveille.state"

local exiting = ngx.worker.exiting
local timer_at = ngx.timer.at
local escape = ngx.escape_uri
local log, ERR, WARN, NOTICE = ngx.log, ngx.ERR, ngx.WARN, ngx.NOTICE

local WAIT_SECONDS = 20
-- The control service holds a call for WAIT_SECONDS; one that is so much later will not answer.
local LIMIT_MILLIS = (WAIT_SECONDS + 10) * 1000
local FIRST_DELAY, LONGEST_DELAY = 0.1, 2

local _M = {}

-- A list of routes, all of them well-formed.
local function routes_valid(list)
  if type(list) ~= "table" then
    return false
  end
  for _, route in ipairs(list) do
    if not routes.valid(route) then
      return false
    end
  end
  return true
end

-- The table in an answer, or nil, err. Nothing of a table that is not sound is applied.
function _M.parse(answer)
  if answer.status ~= 200 then
    return nil, "status " .. answer.status
  end
  local parsed, err = cjson.decode(answer.body)
  if type(parsed) ~= "table" then
    return nil, "not JSON: " .. tostring(err)
  elseif type(parsed.version) ~= "string" or not routes_valid(parsed.routes) then
    return nil, "not a route table"
  end
  return parsed
end

local function target()
  local version = state.version()
  local after = version and "after=" .. escape(version) .. "&" or ""
  return "/v1/routes?" .. after .. "wait=" .. WAIT_SECONDS .. "s"
end

-- One long poll, applied; true or nil, err. On a graceful quit it gives up within half a second (control.lua's
-- slices), so that the worker does not stay for the rest of the wait.
local function poll()
  local answer, err = control.ask("GET", target(), nil, LIMIT_MILLIS, exiting)
  if not answer then
    return nil, err
  end
  local parsed, parse_err = _M.parse(answer)
  if not parsed then
    return nil, parse_err
  end
  if not exiting() then
    state.apply(parsed)
  end
  return true
end

-- Tells when it begins to fail, when the reason changes, and when it works again; not at every try.
local function tell(ok, err)
  local failing = state.failing()
  if ok and failing then
    log(NOTICE, "Following the control service again")
    state.set_failing(nil)
  elseif not ok and failing ~= err then
    log(WARN, "Cannot follow the control service, will retry err=", err)
    state.set_failing(err)
  end
end

local arm

-- One poll, and the next one armed. delay is how long to wait if this one fails.
local function run(premature, delay)
  if premature or exiting() then
    return
  end
  local ok, err = poll()
  if exiting() then
    return
  end
  tell(ok, err)
  if ok then
    return arm(0, FIRST_DELAY)
  end
  return arm(delay, math.min(delay * 2, LONGEST_DELAY))
end

function arm(pause, delay)
  local armed, err = timer_at(pause, run, delay)
  if not armed then
    log(ERR, "Routes are not followed any more: no timer err=", err)
  end
end

function _M.start()
  arm(0, FIRST_DELAY)
end

return _M
