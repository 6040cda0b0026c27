-- Which certificate a handshake shows:
--   1. the one of the name (SNI) itself
--   2. the one of its wildcard, "*.shop.test" for "a.shop.test"
--   3. one that comes while the handshake waits (on_demand.lua): only for a name that is routed and has none yet
--   4. the default, "*"; the first choice where no name is given
--   5. nginx's own, ssl_certificate
-- What fails on the way leads to the next.

local lrucache = require "resty.lrucache"
local ssl = require "ngx.ssl"
local certificates = require "reveille.certificate_state"
local on_demand = require "reveille.on_demand"
local state = require "reveille.state"

local find, lower, sub = string.find, string.lower, string.sub
local server_name = ssl.server_name
local clear_certs, set_cert, set_priv_key = ssl.clear_certs, ssl.set_cert, ssl.set_priv_key
local log, ERR = ngx.log, ngx.ERR

-- Parsed pairs that a worker keeps, by id: room for 5,000 and for those that were replaced. Parsing takes OpenSSL 3.0
-- about a millisecond, as long as a handshake.
local KEPT = 6000
-- Stands for a pair that OpenSSL does not take.
local BROKEN = {}
local BROKEN_SECONDS = 60

local cache = assert(lrucache.new(KEPT))

local _M = {}

local function complain(id, err)
  if state.once("certificate:" .. id, BROKEN_SECONDS) then
    log(ERR, "A certificate cannot be used, visitors see another one id=", id, " err=", err)
  end
  cache:set(id, BROKEN, BROKEN_SECONDS)
end

-- The parsed chain and key of an id, BROKEN, or nil when it is not here any more.
local function pair_of(id)
  local pair = cache:get(id)
  if pair then
    return pair
  end
  local pem = certificates.pem(id)
  if not pem then
    return nil
  end
  local chain, chain_err = ssl.parse_pem_cert(pem)
  local key, key_err = ssl.parse_pem_priv_key(pem)
  if not chain or not key then
    complain(id, chain_err or key_err)
    return BROKEN
  end
  pair = { chain = chain, key = key }
  cache:set(id, pair)
  return pair
end

local function show(id, pair)
  local ok, err = clear_certs()
  if ok then
    ok, err = set_cert(pair.chain)
  end
  if ok then
    ok, err = set_priv_key(pair.key)
  end
  if not ok then
    complain(id, err)
  end
  return ok
end

-- True when the name has a certificate, which is then shown.
local function show_name(name)
  local id = name and certificates.id(name)
  local pair = id and pair_of(id)
  if id and not pair then
    id = certificates.id(name) -- it was replaced between these two lines
    pair = id and pair_of(id)
  end
  return pair and pair ~= BROKEN and show(id, pair)
end

-- "Shop.test." -> "shop.test"; nil for what no host is called.
function _M.normalised(name)
  if not name or #name > 254 then
    return nil
  end
  name = lower(name)
  if sub(name, -1) == "." then
    name = sub(name, 1, -2)
  end
  if name == "" or find(name, "[^a-z0-9._-]") then
    return nil
  end
  return name
end

local function show_best(may_wait)
  local name = _M.normalised(server_name())
  if name then
    local wildcard = certificates.wildcard(name)
    if show_name(name) or show_name(wildcard) then
      return
    end
    if may_wait then
      on_demand.wait(name)
      if show_name(name) or show_name(wildcard) then
        return
      end
    end
  end
  show_name("*")
end

-- For a handshake. may_wait is false where it must not yield, as over QUIC.
function _M.present(may_wait)
  local ok, err = pcall(show_best, may_wait)
  if not ok and state.once("handshake", 10) then
    log(ERR, "Cannot choose a certificate, the default is shown err=", err)
  end
  if not ok then
    pcall(show_name, "*")
  end
end

return _M
