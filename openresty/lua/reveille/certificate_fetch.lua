-- One certificate from the control service: GET /v1/certificates/{name}.
--
-- { id = "9f86…", trusted = true, pem = "-----BEGIN CERTIFICATE-----…" }, chain and key in one PEM.

local cjson = require "cjson.safe"
local control = require "reveille.control"

local ceil, max, min = math.ceil, math.max, math.min
local escape = ngx.escape_uri

-- For an answer to arrive that the control service gives at once, or at the end of a wait.
local LIMIT_MILLIS = 5000
-- How long "there is none" holds where no Retry-After says so, and at most.
local NONE_SECONDS, LONGEST_NONE_SECONDS = 60, 3600
-- After any other failure.
local FAILURE_SECONDS = 2

local _M = {}

local function is_text(value)
  return type(value) == "string" and value ~= ""
end

-- What is used as a key in the shared dict, and to tell certificates apart.
function _M.is_id(value)
  return is_text(value) and #value <= 128 and not value:find("[^%w_-]")
end

-- The certificate in a 200's body, or nil, err. OpenSSL sees it at its first handshake: 3.0 takes a millisecond to
-- parse it, which is too long for thousands in a row in a worker that serves visitors.
function _M.parse(body)
  local answer = cjson.decode(body)
  if type(answer) ~= "table" or not _M.is_id(answer.id) or not is_text(answer.certificate) or not is_text(answer.key)
    or not answer.certificate:find("-----BEGIN CERTIFICATE-----", 1, true)
    or not answer.key:find("-----BEGIN [%w ]*PRIVATE KEY-----")
  then
    return nil, "not a certificate and its key in PEM"
  end
  return { id = answer.id, trusted = answer.trusted == true, pem = answer.certificate .. "\n" .. answer.key }
end

-- Seconds for which not to ask again.
local function none_seconds(retry_after)
  return max(1, min(tonumber(retry_after) or NONE_SECONDS, LONGEST_NONE_SECONDS))
end

-- The certificate of a name, issued meanwhile if it takes no longer than wait_millis; or nil, err, and for how many
-- seconds asking again makes no sense.
function _M.fetch(name, wait_millis, given_up)
  -- Some versions of escape_uri leave the star.
  local target = "/v1/certificates/" .. escape(name):gsub("*", "%%2A")
  if wait_millis > 0 then
    target = target .. "?wait=" .. ceil(wait_millis / 1000) .. "s"
  end
  local answer, err = control.ask("GET", target, nil, wait_millis + LIMIT_MILLIS, given_up)
  if not answer then
    return nil, err, FAILURE_SECONDS
  elseif answer.status == 404 then
    return nil, "none", none_seconds(answer.headers["retry-after"])
  elseif answer.status ~= 200 then
    return nil, "status " .. answer.status, FAILURE_SECONDS
  end
  local certificate, parse_err = _M.parse(answer.body)
  return certificate, parse_err, FAILURE_SECONDS
end

return _M
