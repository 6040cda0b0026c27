-- What the environment and the state directory tell the gateway. Read once, by the master in init_by_lua: it may be
-- root while the workers are not, so they inherit the hook token by fork instead of reading its file.
--
-- Shape: { control = { host = "127.0.0.1", port = 7070 }, token = "…", pages = { "/own/pages/", "…/gateway/pages/" },
--          ports = { http = 8080, https = 8443 }, scheme = "scheme",
--          access_log = "off" (or "combined" or "json"),
--          admin_host = "reveille.example.com" }
-- admin_host is nil where there is none. scheme is the variable that holds a visitor's own: "forwarded_proto" where
-- trusted proxies may say it.

local getenv = os.getenv
local open = io.open

local _M = {}

-- The first line of a file, or nil, err.
local function first_line(path)
  local file, err = open(path, "r")
  if not file then
    return nil, err
  end
  local line = file:read("*l")
  file:close()
  if not line or line == "" then
    return nil, path .. ": empty"
  end
  return line
end

-- openresty/start sets every default, so a missing variable means that nginx was started without it.
local function required(name)
  local value = getenv(name)
  if not value or value == "" then
    error("cannot start the gateway: " .. name .. " is not set (start it with openresty/start)", 0)
  end
  return value
end

-- Fills this table; raises an error that names what is missing, which stops nginx at start.
function _M.read(prefix)
  _M.control = { host = required("CONTROL_HOST"), port = tonumber(required("CONTROL_PORT")) }

  local token, err = first_line(required("STATE_DIR") .. "/hook-token")
  if not token then
    error("cannot start the gateway: no hook token: " .. err, 0)
  end
  _M.token = token

  _M.ports = { http = tonumber(required("HTTP_PORT")), https = tonumber(required("HTTPS_PORT")) }
  local admin_host = (getenv("ADMIN_HOST") or ""):lower()
  _M.admin_host = admin_host ~= "" and admin_host or nil
  _M.scheme = (getenv("TRUSTED_PROXIES") or "") == "" and "scheme" or "forwarded_proto"

  _M.access_log = required("ACCESS_LOG")

  _M.pages = { prefix .. "pages/" }
  local own = getenv("PAGES_DIR")
  if own and own ~= "" then
    table.insert(_M.pages, 1, own .. "/")
  end
end

return _M
