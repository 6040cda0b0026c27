-- What a routed host may want of HTTPS: that visitors come by it (HTTPS_REDIRECT), and that browsers keep to it (HSTS).

local certificates = require "reveille.certificate_state"
local lookup = require "reveille.lookup"
local settings = require "reveille.settings"

local var = ngx.var

local MOVED = { GET = 301, HEAD = 301 }
local MOVED_WITH_BODY = 308

local _M = {}

-- The port of a "Host" header, 80 where it has none.
local function port_of(http_host)
  return tonumber((http_host or ""):match(":(%d+)$")) or 80
end

-- The port at which visitors reach the HTTPS port, as "" or ":8443". Where they came to 80 and this is not the port
-- listened on, ports are mapped outside, and 443 too.
function _M.port_suffix(http_host, ports)
  local outside = port_of(http_host)
  if ports.https == 443 or (outside == 80 and ports.http ~= 80) then
    return ""
  end
  return ":" .. ports.https
end

local function is_secure()
  return (var[settings.scheme] or ""):lower():match("^%a+") == "https"
end

local function redirect(host)
  var.reveille_wake = ""
  local status = MOVED[ngx.req.get_method()] or MOVED_WITH_BODY
  local port = _M.port_suffix(var.http_host, settings.ports)
  return ngx.redirect("https://" .. host .. port .. var.request_uri, status)
end

-- For a request that must not come without HTTPS, whatever browsers think of the certificate; may answer it.
function _M.demand(host)
  if not is_secure() then
    return redirect(host)
  end
end

-- For the request of a routed host; may answer it.
function _M.enforce(host, route)
  if is_secure() then
    if route.hsts then
      var.reveille_hsts = route.hsts
    end
    return
  end
  if lookup.gateway().httpsRedirect then
    local _, trusted = certificates.covering(host)
    if trusted then
      return redirect(host)
    end
  end
end

return _M
