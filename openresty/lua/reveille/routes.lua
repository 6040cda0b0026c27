-- Host -> route, for one worker. Pure: no ngx, so that it runs in any Lua and is tested there.
--
-- A route, as GET /v1/routes gives it, is
--   { host = "*.shop.test", project = "shop", state = "running" | "asleep", upstreams = { "172.18.0.3:80", … },
--     hsts = "max-age=31536000" (or nil), ignore = { "/health", "/poll/*" } (or nil) }
-- and `host` (lower case) is its key: "shop.test", "*.shop.test", "shop.test.*" or "~^pr-[0-9]+\.shop\.test$".
--
-- Precedence: exact, longest "*.x", longest "x.*", then regexes in the order of their text.

local ignores = require "reveille.ignores"

local byte, find, sub = string.byte, string.find, string.sub
local insert, remove = table.insert, table.remove
local STAR, TILDE = byte("*"), byte("~")

local _M = {}
local Routes = {}
Routes.__index = Routes

-- matches(host, regex) -> true or false: case-insensitive, unanchored.
function _M.new(matches)
  return setmetatable({ matches = matches, exact = {}, suffixes = {}, prefixes = {}, regexes = {} }, Routes)
end

-- "172.18.0.3:80" -> "172.18.0.3", 80 and "[fd00::3]:80" -> "[fd00::3]", 80; nil for anything else.
function _M.split(address)
  local host, port = address:match("^(.+):(%d+)$")
  return host, tonumber(port)
end

-- Whether two lists of strings are equal; nil is an empty one.
function _M.same_list(a, b)
  a, b = a or {}, b or {}
  for i = 1, math.max(#a, #b) do
    if a[i] ~= b[i] then
      return false
    end
  end
  return true
end

-- Whether two routes (or nil) say the same.
function _M.same(a, b)
  if not a or not b then
    return a == b
  end
  return a.project == b.project and a.state == b.state and a.hsts == b.hsts
    and _M.same_list(a.upstreams, b.upstreams) and _M.same_list(a.ignore, b.ignore)
end

-- Whether a decoded answer is a route: what comes from outside is checked once, where it comes in.
function _M.valid(route)
  return type(route) == "table"
    and type(route.host) == "string"
    and type(route.state) == "string"
    and type(route.upstreams) == "table"
    and type(route.project) == "string"
    and ignores.valid(route.ignore)
    and (route.hsts == nil or (type(route.hsts) == "string" and not route.hsts:find("%c")))
end

-- Which of the tables a pattern belongs to, and its key there.
local function room(self, pattern)
  local last = #pattern
  if byte(pattern, 1) == STAR then
    return self.suffixes, sub(pattern, 3)
  elseif byte(pattern, last) == STAR then
    return self.prefixes, sub(pattern, 1, last - 2)
  end
  return self.exact, pattern
end

-- Where the regex is in the ordered list, or where it would be.
local function position(regexes, pattern)
  for i, route in ipairs(regexes) do
    if route.host >= pattern then
      return i, route.host == pattern
    end
  end
  return #regexes + 1, false
end

local function put_regex(regexes, pattern, route)
  local at, present = position(regexes, pattern)
  if present then
    remove(regexes, at)
  end
  if route then
    insert(regexes, at, route)
  end
end

-- What the balancer needs, computed once per change instead of once per request.
local function prepared(route)
  local peers = {}
  for _, address in ipairs(route.upstreams) do
    local host, port = _M.split(address)
    if host then
      peers[#peers + 1] = { address = address, host = host, port = port }
    end
  end
  route.peers = peers
  route.turn = 0
  route.ignores = ignores.compile(route.ignore)
  route.running = route.state == "running" and #peers > 0
  return route
end

-- Adds or replaces the route of a pattern; without a route, removes it.
function Routes:put(pattern, route)
  route = route and prepared(route)
  if byte(pattern, 1) == TILDE then
    return put_regex(self.regexes, pattern, route)
  end
  local known, key = room(self, pattern)
  known[key] = route
end

-- a.b.shop.test -> b.shop.test, shop.test, test: the first that is known is the longest.
local function by_suffix(suffixes, host)
  local dot = find(host, ".", 1, true)
  while dot do
    local route = suffixes[sub(host, dot + 1)]
    if route then
      return route
    end
    dot = find(host, ".", dot + 1, true)
  end
end

-- shop.test.a.b -> shop.test.a, shop.test, shop.
local function by_prefix(prefixes, host)
  for at = #host, 2, -1 do
    if byte(host, at) == 46 then
      local route = prefixes[sub(host, 1, at - 1)]
      if route then
        return route
      end
    end
  end
end

local function by_regex(self, host)
  for _, route in ipairs(self.regexes) do
    if self.matches(host, sub(route.host, 2)) then
      return route
    end
  end
end

-- The route of a host (lower case, without port), or nil.
function Routes:find(host)
  return self.exact[host]
    or by_suffix(self.suffixes, host)
    or by_prefix(self.prefixes, host)
    or by_regex(self, host)
end

return _M
