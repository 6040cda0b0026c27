-- A request as the hook sees it, and as POST /v1/wake is told of it:
--   { host = "shop.test", path = "/cart?x=1", method = "GET", navigation = true, userAgent = "…",
--     client = "203.0.113.9", stale = true (or nil) }

local resend = require "reveille.resend"

local find, sub = string.find, string.sub
local var = ngx.var

local PATH_LIMIT, AGENT_LIMIT = 2048, 512
local PAGE_METHODS = { GET = true, HEAD = true }
-- Methods that over HTTP/2 come without Content-Length only when they have no body.
local BODILESS = { GET = true, HEAD = true, OPTIONS = true, TRACE = true, DELETE = true }

local _M = {}

-- JSON is UTF-8, what visitors send need not be.
local function text(value, limit)
  return (sub(value or "", 1, limit):gsub("[\128-\255%c]", "?"))
end

-- A browser loading a page. Sec-Fetch-Mode settles it where it is sent: a script's fetch may accept text/html too.
-- Never a request with a body of its own to deliver.
local function is_navigation(method)
  if not PAGE_METHODS[method] or var.http_upgrade then
    return false
  end
  local mode = var.http_sec_fetch_mode
  if mode then
    return mode == "navigate"
  end
  return find(var.http_accept or "", "text/html", 1, true) ~= nil
end

function _M.current()
  local method = ngx.req.get_method()
  return {
    host = text(var.host, 255),
    path = text(var.request_uri, PATH_LIMIT),
    method = method,
    navigation = is_navigation(method),
    userAgent = text(var.http_user_agent, AGENT_LIMIT),
    client = var.remote_addr,
  }
end

-- Whether the request, which an upstream has just failed, may be sent again.
function _M.may_be_resent()
  local method = ngx.req.get_method()
  local length = tonumber(var.http_content_length)
  local sent = find(var.upstream_bytes_sent or "", "[1-9]") ~= nil
  return resend.safe({
    method = method,
    sent = sent,
    silent = sent and find(var.upstream_status or "", "504$") ~= nil,
    length = length,
    unsized = var.http_transfer_encoding ~= nil
      or (not length and var.server_protocol ~= "HTTP/1.1" and not BODILESS[method]),
    held = #(ngx.req.get_body_data() or ""),
  })
end

return _M
