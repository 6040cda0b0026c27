-- The one HTTP client to the control service: HTTP/1.1 on a cosocket, kept alive, every wait limited.
--
-- An answer is { status = 200, headers = { ["retry-after"] = "2" }, body = "…" }, whatever its status;
-- nil, err means that there was none (refused, cut off, too late), and that asking again is safe: all calls are.

local cjson = require "cjson.safe"
local settings = require "reveille.settings"

local tonumber, concat = tonumber, table.concat

local CONNECT_MILLIS = 1000
local SEND_MILLIS = 5000
-- Between the parts of an answer that has begun.
local READ_MILLIS = 10000
-- How long a waiting call goes without looking whether it should give up.
local SLICE_MILLIS = 500
local KEEP_MILLIS = 60000
local KEEP_CONNECTIONS = 256

local _M = {}

-- One line, waited for in slices, until the limit is over or given_up() says so. Only a time-out leaves a cosocket
-- usable, with the part of the line that had come.
local function first_line(socket, limit_millis, given_up)
  local parts, waited = {}, 0
  while true do
    socket:settimeout(SLICE_MILLIS)
    local line, err, partial = socket:receive("*l")
    if line then
      parts[#parts + 1] = line
      return concat(parts)
    elseif err ~= "timeout" then
      return nil, err
    end
    parts[#parts + 1] = partial
    waited = waited + SLICE_MILLIS
    if waited >= limit_millis then
      return nil, "timeout"
    elseif given_up and given_up() then
      return nil, "given up"
    end
  end
end

local function read_headers(socket)
  local headers = {}
  while true do
    local line, err = socket:receive("*l")
    if not line then
      return nil, err
    elseif line == "" then
      return headers
    end
    local name, value = line:match("^([^:%s]+):%s*(.-)%s*$")
    if not name then
      return nil, "malformed header"
    end
    headers[name:lower()] = value
  end
end

local function read_chunks(socket)
  local chunks = {}
  while true do
    local line, err = socket:receive("*l")
    local size = line and tonumber(line:match("^%x+"), 16)
    if not size then
      return nil, err or "malformed chunk"
    end
    if size == 0 then
      local _, trailer_err = read_headers(socket)
      return not trailer_err and concat(chunks) or nil, trailer_err
    end
    local chunk, chunk_err = socket:receive(size)
    if not chunk then
      return nil, chunk_err
    end
    chunks[#chunks + 1] = chunk
    socket:receive(2) -- its line end; if that was cut off, the next line is too
  end
end

local function read_body(socket, headers)
  local length = tonumber(headers["content-length"])
  if (headers["transfer-encoding"] or ""):lower() == "chunked" then
    return read_chunks(socket)
  elseif length == 0 then
    return ""
  elseif length then
    return socket:receive(length)
  end
  headers.connection = "close"
  return socket:receive("*a")
end

-- Reads one answer from anything that has a cosocket's receive and settimeout.
function _M.read(socket, limit_millis, given_up)
  local line, err = first_line(socket, limit_millis, given_up)
  if not line then
    return nil, err
  end
  local status = tonumber(line:match("^HTTP/1%.%d (%d%d%d)"))
  if not status then
    return nil, "malformed status line"
  end
  socket:settimeout(READ_MILLIS)
  local headers, headers_err = read_headers(socket)
  if not headers then
    return nil, headers_err
  end
  local body, body_err = read_body(socket, headers)
  if not body then
    return nil, body_err
  end
  return { status = status, headers = headers, body = body }
end

function _M.authorization()
  return "Bearer " .. settings.token
end

local function request_text(method, target, body)
  return concat({
    method .. " " .. target .. " HTTP/1.1",
    "Host: control",
    "Authorization: " .. _M.authorization(),
    "Content-Type: application/json",
    "Content-Length: " .. #body,
    "",
    body,
  }, "\r\n")
end

local function exchange(socket, text, limit_millis, given_up)
  local sent, err = socket:send(text)
  if not sent then
    return nil, err
  end
  return _M.read(socket, limit_millis, given_up)
end

-- Asks once. body is a table, sent as JSON, or nil; given_up, or nil, ends the wait early when it returns true.
function _M.ask(method, target, body, limit_millis, given_up)
  local socket = ngx.socket.tcp()
  socket:settimeouts(CONNECT_MILLIS, SEND_MILLIS, READ_MILLIS)
  local control = settings.control
  local connected, err = socket:connect(control.host, control.port, { pool_size = KEEP_CONNECTIONS })
  if not connected then
    return nil, err
  end
  local text = request_text(method, target, body and cjson.encode(body) or "")
  local answer, answer_err = exchange(socket, text, limit_millis, given_up)
  if not answer or answer.headers.connection == "close" then
    socket:close()
    return answer, answer_err
  end
  local kept, kept_err = socket:setkeepalive(KEEP_MILLIS, KEEP_CONNECTIONS)
  if not kept then
    ngx.log(ngx.INFO, "Connection to the control service is not kept err=", kept_err)
  end
  return answer
end

return _M
