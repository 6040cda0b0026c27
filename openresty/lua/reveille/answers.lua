-- What the gateway itself answers: a page for people, JSON for everything else, with the same status.

local cjson = require "cjson.safe"
local pages = require "reveille.pages"

local var = ngx.var

-- Problems with a page of their own; the others share failed.html.
local PAGES = { [404] = "not-found", [406] = "autostart-off" }
local RETRY_SECONDS = 5
-- Passes without anybody's doing: its page tries again by itself.
local CONTROL_UNREACHABLE = "urn:reveille:problem:control-unreachable"

local _M = {}

local function send(status, content_type, body, retry_after)
  var.reveille_wake = ""
  ngx.status = status
  local headers = ngx.header
  headers["Content-Type"] = content_type
  headers["Content-Length"] = #body
  headers["Cache-Control"] = "no-store"
  headers["Retry-After"] = retry_after
  headers["X-Request-ID"] = var.reveille_request_id
  ngx.print(body)
  return ngx.exit(ngx.HTTP_OK)
end

local function send_page(name, status, values, retry_after)
  values.status = status
  values.nonce = var.request_id
  values.requestId = var.reveille_request_id
  local body, policy = pages.render(name, values)
  ngx.header["Content-Security-Policy"] = policy
  return send(status, "text/html; charset=utf-8", body, retry_after)
end

-- The project is on its way. wake is the body of a 202: { project, phase, queuePosition, steps, retryAfterSeconds }.
function _M.loading(visit, wake, status)
  local seconds = tonumber(wake.retryAfterSeconds) or 2
  if not visit.navigation then
    return send(status, "application/json", cjson.encode(wake), seconds)
  end
  return send_page("loading", status, {
    host = visit.host,
    project = wake.project,
    message = pages.progress(wake),
    retryAfter = seconds,
  }, seconds)
end

-- problem is a problem document (RFC 9457) with status, title and detail; retry_after is in seconds, or nil.
function _M.problem(visit, problem, retry_after)
  if not visit.navigation then
    return send(problem.status, "application/problem+json", cjson.encode(problem), retry_after)
  end
  return send_page(PAGES[problem.status] or "failed", problem.status, {
    host = visit.host,
    project = problem.project,
    title = problem.title,
    message = problem.detail,
    retryAfter = retry_after,
    refreshAfter = problem.type == CONTROL_UNREACHABLE and retry_after or nil,
  }, retry_after)
end

local function own_problem(kind, status, title, retry_after)
  return function(visit, detail)
    return _M.problem(visit, {
      type = "urn:reveille:problem:" .. kind,
      title = title,
      status = status,
      detail = detail,
      host = visit.host,
    }, retry_after)
  end
end

-- Each takes visit, detail.
_M.no_such_host = own_problem("no-such-host", 404, "No project has this host name")
_M.control_unreachable =
  own_problem("control-unreachable", 503, "The control service is not reachable", RETRY_SECONDS)
_M.upstream_unreachable = own_problem("upstream-unreachable", 502, "The project does not answer", RETRY_SECONDS)
_M.upstream_silent = own_problem("upstream-silent", 504, "The project did not answer in time", RETRY_SECONDS)

-- body: what a CA asked for.
function _M.challenge(body)
  return send(200, "text/plain", body)
end

-- The one event that a loading page waits for, when there is nothing to wait for.
function _M.ready_event()
  return send(200, "text/event-stream", "event: ready\ndata: {}\n\n")
end

return _M
