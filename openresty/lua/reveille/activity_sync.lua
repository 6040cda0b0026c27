-- Passes on what was counted: each worker to the others, and worker 0 to the control service (POST /v1/activity).
--
-- A worker writes at most once a second, and at once when the route table has another version: the control service
-- stops nothing before every worker is known to route by the table that says so. Numbers are absolute: a report that
-- is lost is made good by the next.

local cjson = require "cjson.safe"
local activity = require "reveille.activity"
local activity_state = require "reveille.activity_state"
local control = require "reveille.control"
local state = require "reveille.state"

local exiting = ngx.worker.exiting
local now, sleep, timer_at = ngx.now, ngx.sleep, ngx.timer.at
local log, ERR, WARN = ngx.log, ngx.ERR, ngx.WARN

local TICK_SECONDS = 0.05
local FLUSH_SECONDS, REPORT_SECONDS, SILENCE_SECONDS = 1, 1, 5
local LIMIT_MILLIS = 5000
-- What belongs to a timer is freed when it ends.
local TICKS_PER_TIMER = 1200
-- So many fit into what the control service reads at once; the others follow at once.
local PROJECTS_PER_REPORT = 2000

local _M = {}

-- This worker's last flush.
local flushed_at, flushed_version = 0, nil

function _M.flush(leaving)
  local version = state.version()
  flushed_at, flushed_version = now(), version
  activity_state.flush(version, leaving)
end

-- Whether there is something to pass on by now.
local function is_due()
  return state.version() ~= flushed_version or (activity.has_changed() and now() - flushed_at >= FLUSH_SECONDS)
end

function _M.tick()
  if is_due() then
    _M.flush()
  end
end

-- Worker 0's memory of its reports; a new worker 0 tells everything again.
local reported = { at = 0, flushes = nil, version = nil, complete = false }
-- Projects to name in the next report, as a set: what was taken and not answered yet.
local pending = {}

-- Moves up to so many projects of a set into a list of them.
local function some(set, limit)
  local list = {}
  for project in pairs(set) do
    if #list == limit then
      break
    end
    list[#list + 1] = project
  end
  return list
end

local function with_open(project, numbers)
  local counts = activity_state.totals(project)
  counts.open, counts.quiet = numbers and numbers[1] or 0, numbers and numbers[2] or 0
  return counts
end

-- The report, and the list of pending projects that it settles. What is open has to be in each.
local function report(open, version)
  activity_state.take_changed(pending)
  if not reported.complete then
    activity_state.take_all(pending)
  end
  local settled, projects = some(pending, PROJECTS_PER_REPORT), {}
  for _, project in ipairs(settled) do
    projects[project] = with_open(project, open[project])
  end
  for project, numbers in pairs(open) do
    projects[project] = projects[project] or with_open(project, numbers)
  end
  return { gateway = activity_state.gateway(), routes = version or "", projects = projects }, settled
end

-- true, or nil, err. The control service says whether it knows everything: after a restart it does not.
local function post(body, settled)
  local answer, err = control.ask("POST", "/v1/activity", body, LIMIT_MILLIS, exiting)
  if not answer or answer.status ~= 200 then
    return nil, err or "status " .. answer.status
  end
  for _, project in ipairs(settled) do
    pending[project] = nil
  end
  local told = cjson.decode(answer.body)
  reported.complete = type(told) == "table" and told.known == true
  return true
end

-- Reports if there is news, or nothing was heard from us for long; returns what `post` does, or nil where none is due.
-- Versions are looked at as soon as any worker has written, other news once a second.
function _M.report()
  local flushes, since = activity_state.flushes(), now() - reported.at
  local has_news = flushes ~= reported.flushes or next(pending) ~= nil or not reported.complete
  if not has_news and since < SILENCE_SECONDS then
    return nil
  end
  local open, version = activity_state.workers()
  if version == reported.version and since < REPORT_SECONDS then
    return nil
  end
  reported.at, reported.flushes, reported.version = now(), flushes, version
  local ok, err = post(report(open, version))
  if not ok then
    reported.flushes = nil -- the next one is due as if this had not been
  end
  return ok, err
end

-- Calls tick every so often, for as long as the worker takes requests; an error ends one tick, not the next.
local function loop(premature, name, tick)
  for _ = 1, TICKS_PER_TIMER do
    if premature or exiting() then
      return
    end
    local ran, err = pcall(tick)
    if not ran and state.once("activity:" .. name, 60) then
      log(ERR, "Cannot pass on what was counted, will retry err=", err)
    end
    sleep(TICK_SECONDS)
  end
  return true
end

local function arm(name, tick, at_end)
  local ok, err = timer_at(0, function(premature)
    if loop(premature, name, tick) and not exiting() then
      return arm(name, tick, at_end)
    end
    return at_end()
  end)
  if not ok then
    log(ERR, "Requests are not counted any more: no timer err=", err)
  end
end

-- From now on there are no timers: each request that ends tells it.
local function leave()
  local function last_flush()
    _M.flush(true)
  end
  activity.flush_each(last_flush)
  last_flush()
end

local function tell_report()
  local _, err = _M.report()
  if err and not exiting() and state.version() and not state.failing() and state.once("report:" .. err, 60) then
    log(WARN, "Cannot report what was counted, will retry err=", err) -- where sync.lua does not tell of it
  end
end

function _M.start(is_poster)
  _M.flush()
  arm("flush", _M.tick, leave)
  if is_poster then
    arm("report", tell_report, function() end)
  end
end

return _M
