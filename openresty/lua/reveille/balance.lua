-- Which of a route's upstreams gets the request: round robin, and past those that refused a moment ago.

local balancer = require "ngx.balancer"
local lookup = require "reveille.lookup"

local set_current_peer = balancer.set_current_peer
local set_more_tries = balancer.set_more_tries
local get_last_failure = balancer.get_last_failure
local now = ngx.now
local log, ERR = ngx.log, ngx.ERR
local var = ngx.var

local DOWN_SECONDS = 2

local _M = {}

-- The next in turn of a route's peers (routes.lua) that is not down; if all are, the next in turn.
function _M.choose(route, time)
  local peers = route.peers
  local count = #peers
  for step = 1, count do
    local turn = (route.turn + step - 1) % count + 1
    local peer = peers[turn]
    if (peer.down_until or 0) <= time then
      route.turn = turn
      return peer
    end
  end
  route.turn = route.turn % count + 1
  return peers[route.turn]
end

-- Remembers that the peer with this address ("172.18.0.3:80") refused.
function _M.mark_down(route, address, time)
  for _, peer in ipairs(route.peers) do
    if peer.address == address then
      peer.down_until = time + DOWN_SECONDS
    end
  end
end

-- $upstream_addr during a retry -> the address that has just refused. nginx has already made room for the next one:
-- "172.18.0.3:80 : " -> "172.18.0.3:80" and "172.18.0.3:80, 172.18.0.4:80 : " -> "172.18.0.4:80".
function _M.last_tried(upstream_addr)
  return (upstream_addr or ""):match("([^%s,]*[^%s,:])[%s,:]*$")
end

local function choose_replica(route)
  if get_last_failure() then
    _M.mark_down(route, _M.last_tried(var.upstream_addr), now())
  else
    local ok, err = set_more_tries(#route.peers - 1)
    if not ok then
      log(ERR, "Cannot try all replicas err=", err)
    end
  end
  return _M.choose(route, now())
end

-- Without a peer the request goes to the dummy server, fails, and is asked about as stale.
function _M.project()
  local route = lookup.find_again(var.host)
  local peers = route and route.peers
  if not peers or #peers == 0 then
    return
  end
  local peer = #peers == 1 and peers[1] or choose_replica(route)
  local ok, err = set_current_peer(peer.host, peer.port)
  if not ok then
    log(ERR, "Cannot use upstream address=", peer.address, " err=", err)
  end
end

return _M
