-- What happens to a request that the gateway cannot pass on by itself: the control service is asked, and its answer
-- acted on. A function that returns without having answered lets the request go on to its project.

local cjson = require "cjson.safe"
local activity = require "reveille.activity"
local answers = require "reveille.answers"
local control = require "reveille.control"
local crowd = require "reveille.crowd"
local lookup = require "reveille.lookup"
local routes = require "reveille.routes"
local state = require "reveille.state"
local visits = require "reveille.visit"

local now, sleep = ngx.now, ngx.sleep
local var = ngx.var
local log, ERR, INFO = ngx.log, ngx.ERR, ngx.INFO

local RETRY_SECONDS = 0.25
-- The control service ends every wake at its time-out; this is for its answer to arrive.
local GRACE_MILLIS = 10000
local PROBLEMS = { [404] = true, [406] = true, [429] = true, [502] = true, [503] = true, [504] = true }

local _M = {}

-- ngx.now() is cached per event loop turn, which is exact enough: each wait starts a new turn.
local function seconds_from_now(millis)
  return now() + millis / 1000
end

-- Waits for the first sync after a start of the gateway; false when it did not come within a wake's time.
local function table_arrives()
  local deadline, pause = seconds_from_now(state.gateway().wakeTimeoutMillis), 0.02
  while not state.version() do
    if now() >= deadline then
      return false
    end
    sleep(pause)
    pause = math.min(pause * 1.2, 0.25)
  end
  return true
end

local function end_of_patience(visit)
  local gateway = state.gateway()
  return seconds_from_now(visit.navigation and gateway.patienceMillis or gateway.wakeTimeoutMillis)
end

-- Asks for a wake until there is an answer: joining a wake again does no harm, and the control service may be
-- restarting. nil, err when the visitor's patience is over first.
local function ask(visit, deadline)
  while true do
    local limit = state.gateway().wakeTimeoutMillis + GRACE_MILLIS
    local answer, err = control.ask("POST", "/v1/wake", visit, limit)
    if answer then
      return answer
    elseif now() >= deadline then
      return nil, err
    end
    sleep(math.min(RETRY_SECONDS, deadline - now() + 0.001))
  end
end

-- A route that has vanished meanwhile is missed by the balancer too.
local function go_on(route)
  if route then
    activity.begin(route)
  end
end

-- Applies the route at once: the sync may bring it only after this request went on. Of a crowd, only the first has to.
local function apply(visit, wake)
  local route = lookup.find(var.host)
  if visit.stale or not route or not route.running then
    state.woken(
      {
        host = wake.host, project = wake.project, state = wake.state, upstreams = wake.upstreams, hsts = wake.hsts,
        ignore = wake.ignore,
      },
      wake.version
    )
    route = lookup.find(var.host) -- catches up, for the balancer
  end
  go_on(route)
  if wake.cold ~= false then
    var.reveille_wake = "cold"
  end
end

local function act(visit, answer)
  local body = cjson.decode(answer.body)
  if answer.status == 200 and routes.valid(body) then
    return apply(visit, body)
  elseif answer.status == 202 and type(body) == "table" then
    return answers.loading(visit, body, state.gateway().pageStatus)
  elseif PROBLEMS[answer.status] and type(body) == "table" then
    body.status = answer.status
    return answers.problem(visit, body, answer.headers["retry-after"])
  end
  log(ERR, "Unexpected answer of the control service to a wake status=", answer.status, " host=", visit.host)
  return answers.control_unreachable(visit, "The control service answered with status " .. answer.status .. ".")
end

local function wake(visit)
  local deadline = end_of_patience(visit)
  local answer, err = crowd.ask(visit, deadline + GRACE_MILLIS / 1000, function()
    return ask(visit, deadline)
  end)
  if answer then
    return act(visit, answer)
  end
  log(INFO, "Cannot ask for a wake host=", visit.host, " err=", err) -- sync.lua has warned, once
  if visit.navigation then
    return answers.loading(visit, {}, state.gateway().pageStatus)
  end
  return answers.control_unreachable(visit, "It could not be asked to wake the project.")
end

local function answer_unknown(visit)
  if not state.version() or state.failing() then
    return answers.control_unreachable(visit, "It is not known whether a project has this host.")
  end
  return answers.no_such_host(visit, "No project has the host " .. visit.host .. ".")
end

-- For a host without a running route.
function _M.answer(host, route)
  local visit = visits.current()
  if not state.version() then
    if not table_arrives() then
      return answers.control_unreachable(visit, "It is not known yet which projects there are.")
    end
    route = lookup.find(host)
    if route and route.running then
      return go_on(route)
    end
  end
  if route then
    return wake(visit)
  end
  return answer_unknown(visit)
end

local function ask_in_background(premature, visit)
  if not premature then
    ask(visit, end_of_patience(visit))
  end
end

-- For a request that its project's upstreams refused. One that cannot be sent again is answered at once, but the
-- control service is told, once for all of them, so that the visitor's next try finds the project awake.
function _M.stale()
  local visit = visits.current()
  visit.stale = true
  if visits.may_be_resent() then
    return wake(visit)
  end
  if state.once("stale:" .. visit.host, 2) then
    local ok, err = ngx.timer.at(0, ask_in_background, visit)
    if not ok then
      log(ERR, "Cannot report a stale route: no timer host=", visit.host, " err=", err)
    end
  end
  return _M.unavailable(visit)
end

-- For a request that has nowhere left to go.
function _M.unavailable(visit)
  visit = visit or visits.current()
  if (var.upstream_status or ""):find("504$") then
    return answers.upstream_silent(visit, "The request was not answered in time.")
  end
  return answers.upstream_unreachable(visit, "The connection to the project failed.")
end

-- The loading page's event stream: no question to the control service where the gateway knows the answer.
function _M.wake_events(host)
  local route = lookup.find(host)
  if not route then
    local visit = visits.current()
    visit.navigation = false
    return answer_unknown(visit)
  elseif route.running then
    return answers.ready_event()
  end
  var.control_authorization = control.authorization()
  ngx.req.set_uri("/v1/wakes/events")
  ngx.req.set_uri_args({ host = host })
end

return _M
