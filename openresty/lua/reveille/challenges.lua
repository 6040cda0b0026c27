-- A CA's question over HTTP (http-01, RFC 8555 8.3): answered for tokens of the control service's own orders, for any
-- host, sleeping or unknown. Every other one is a request like any: the project may have its own ACME client.

local answers = require "reveille.answers"
local asked = require "reveille.asked"
local control = require "reveille.control"

local LIMIT_MILLIS = 2000
local TOKEN_LIMIT = 128
-- The control service knows a token before the CA does.
local UNKNOWN_SECONDS = 1
local METHODS = { GET = true, HEAD = true }

local _M = {}

-- The token in a path, or nil.
function _M.token(uri)
  local token = uri:match("^/%.well%-known/acme%-challenge/([%w_-]+)$")
  return token and #token <= TOKEN_LIMIT and token or nil
end

-- Answers the request if its token is known; otherwise returns, and nothing has happened.
function _M.answer()
  local token = METHODS[ngx.req.get_method()] and _M.token(ngx.var.uri)
  if not token or asked.is("tokens") or asked.is("token:" .. token) then
    return
  end
  local answer = control.ask("GET", "/v1/acme-challenges/" .. token, nil, LIMIT_MILLIS)
  if not answer then
    return asked.remember("tokens", UNKNOWN_SECONDS)
  elseif answer.status ~= 200 then
    return asked.remember("token:" .. token, UNKNOWN_SECONDS)
  end
  return answers.challenge(answer.body)
end

return _M
