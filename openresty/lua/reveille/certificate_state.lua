-- The certificates that all workers share.
--
-- reveille_certificates   pem:<id>   chain and key in one PEM; never changes, written before a name points to it
--                         <name>     id; flag 1 where browsers trust it; a host, "*.shop.test", or "*" for all others
--
-- Both are written by sync, and by on_demand for a name that a handshake asked for.

local shared = require "reveille.shared"

local find, sub = string.find, string.sub
local dict, write = shared.certificates, shared.write

local PEM = "pem:"
local TRUSTED = 1

local _M = {}

-- The id of a name's certificate, and whether browsers trust it; nil for none.
local function id_of(name)
  local id, flags = dict:get(name)
  return id, flags == TRUSTED
end
_M.id = id_of

-- "a.shop.test" -> "*.shop.test"; nil for a single label.
function _M.wildcard(host)
  local dot = find(host, ".", 1, true)
  return dot and "*" .. sub(host, dot)
end

-- The same as id(), by the host's own name or its wildcard.
function _M.covering(host)
  local id, trusted = id_of(host)
  if id then
    return id, trusted
  end
  local wildcard = _M.wildcard(host)
  if wildcard then
    return id_of(wildcard)
  end
end

function _M.pem(id)
  return dict:get(PEM .. id)
end

-- Keeps a certificate; true, or nil when there is no room.
function _M.store(id, pem)
  return write(dict, "set", PEM .. id, pem) or nil
end

-- Points a name to a stored certificate; true when it pointed to another one before.
function _M.point(name, id, trusted)
  local before, was_trusted = id_of(name)
  if before == id and was_trusted == trusted then
    return false
  end
  write(dict, "set", name, id, 0, trusted and TRUSTED or 0)
  return before ~= nil and before ~= id
end

-- True when there was one.
function _M.remove(name)
  local before = id_of(name)
  dict:delete(name)
  return before ~= nil
end

local function is_pem(key)
  return sub(key, 1, #PEM) == PEM
end

function _M.names()
  local names = {}
  for _, key in ipairs(dict:get_keys(0)) do
    if not is_pem(key) then
      names[#names + 1] = key
    end
  end
  return names
end

-- Removes the certificates that no name points to. One that is being stored at this moment may be among them: its
-- name is then as good as unknown, and it is fetched again.
function _M.sweep()
  local used, stored = {}, {}
  for _, key in ipairs(dict:get_keys(0)) do
    if is_pem(key) then
      stored[#stored + 1] = key
    else
      used[PEM .. (id_of(key) or "")] = true
    end
  end
  for _, key in ipairs(stored) do
    if not used[key] then
      dict:delete(key)
    end
  end
end

return _M
