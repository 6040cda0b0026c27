-- Follows the control service's table of routes and certificates by a long poll, in worker 0 (Debian's nginx has no
-- privileged agent). What is here stays as it is while the control service is away.
--
-- Routes are applied as they come; then the certificates that they name are fetched. The poll's `after` is the receipt
-- for both: while a certificate cannot be had, the last complete version is polled again, which is answered at once
-- with everything since, paced by the delay after failures.

local cjson = require "cjson.safe"
local certificate_sync = require "reveille.certificate_sync"
local control = require "reveille.control"
local routes = require "reveille.routes"
local state = require "reveille.state"

local exiting = ngx.worker.exiting
local now, timer_at = ngx.now, ngx.timer.at
local escape = ngx.escape_uri
local log, ERR, WARN, NOTICE = ngx.log, ngx.ERR, ngx.WARN, ngx.NOTICE

local WAIT_SECONDS = 20
-- The control service holds a call for WAIT_SECONDS; one that is so much later will not answer.
local LIMIT_MILLIS = (WAIT_SECONDS + 10) * 1000
local FIRST_DELAY, LONGEST_DELAY = 0.1, 2
-- Both processes start together, and visitors wait for the first table: it is asked for often, and not yet missed.
local START_SECONDS, START_DELAY = 5, 0.05

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
  elseif not certificate_sync.valid(parsed) then
    return nil, "not a list of certificates"
  end
  return parsed
end

local function target()
  local receipt = state.receipt()
  local after = receipt and "after=" .. escape(receipt) .. "&" or ""
  return "/v1/routes?" .. after .. "wait=" .. WAIT_SECONDS .. "s"
end

-- True when all certificates of the table are here.
local function apply_certificates(parsed)
  local complete, err = certificate_sync.apply(parsed)
  if complete then
    state.set_receipt(parsed.version)
  elseif not exiting() and state.once("incomplete:" .. err, 60) then
    log(WARN, "Cannot fetch a certificate, will retry err=", err)
  end
  return complete
end

-- One long poll, applied; true and whether it is complete, or nil, err. On a graceful quit it gives up within half a
-- second (control.lua's slices), so that the worker does not stay for the rest of the wait.
local function poll()
  local answer, err = control.ask("GET", target(), nil, LIMIT_MILLIS, exiting)
  if not answer then
    return nil, err
  end
  local parsed, parse_err = _M.parse(answer)
  if not parsed then
    return nil, parse_err
  end
  if exiting() then
    return true, false
  end
  state.apply(parsed)
  return true, apply_certificates(parsed)
end

local began

local function is_starting(err)
  return err == "connection refused" and not state.version() and now() - began < START_SECONDS
end

-- Tells when it begins to fail, when the reason changes, and when it works again; not at every try.
local function tell(ok, err)
  local failing = state.failing()
  if ok and failing then
    log(NOTICE, "Following the control service again")
    state.set_failing(nil)
  elseif not ok and failing ~= err and not is_starting(err) then
    log(WARN, "Cannot follow the control service, will retry err=", err)
    state.set_failing(err)
  end
end

local arm

-- One poll, and the next one armed. delay is how long to wait if this one fails or leaves something to fetch.
local function run(premature, delay)
  if premature or exiting() then
    return
  end
  local ran, ok, complete = pcall(poll)
  if not ran then
    ok, complete = nil, ok -- whatever went wrong in there must not be the last poll
  end
  if exiting() then
    return
  end
  tell(ok, complete)
  if ok and complete then
    return arm(0, FIRST_DELAY)
  end
  if is_starting(complete) then
    return arm(START_DELAY, FIRST_DELAY)
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
  began = now()
  arm(0, FIRST_DELAY)
end

return _M
