-- What a handshake waits for: the first table after a start of the gateway, and a certificate that is issued for a
-- name at its first visit. The question is asked by a timer, once for all handshakes of a name, so that it outlives
-- the visitor who was the first; handshakes only look whether its answer has come.

local asked = require "reveille.asked"
local certificates = require "reveille.certificate_state"
local fetching = require "reveille.certificate_fetch"
local lookup = require "reveille.lookup"
local state = require "reveille.state"

local now, sleep = ngx.now, ngx.sleep
local min, max, floor = math.min, math.max, math.floor
local log, ERR, WARN, INFO = ngx.log, ngx.ERR, ngx.WARN, ngx.INFO

-- Handshakes that wait at one time in the whole gateway, and questions that are asked: a CA that takes its time must
-- not hold all connections, nor the 256 timers that may run in a worker.
local WAITING_LIMIT = 200
local FIRST_TABLE_SECONDS = 5
-- nginx cuts a handshake off after 60 s (client_header_timeout).
local LONGEST_WAIT_MILLIS = 50000
-- The question may be answered so much later than its wait is over.
local GRACE_SECONDS = 10
local FIRST_PAUSE, LONGEST_PAUSE = 0.01, 0.1

local _M = {}

-- Counted by worker: a worker that dies takes its count along.
local waiting, asking = 0, 0

local function limit()
  return max(1, floor(WAITING_LIMIT / ngx.worker.count()))
end

-- Looks again and again whether it is done, for so many seconds.
local function wait_until(done, seconds)
  local deadline, pause = now() + seconds, FIRST_PAUSE
  while not done() and now() < deadline do
    sleep(pause)
    pause = min(pause * 1.5, LONGEST_PAUSE)
  end
end

-- Asks for a name's certificate and keeps the answer, whatever it is.
local function ask(name, wait_millis)
  local certificate, err, seconds = fetching.fetch(name, wait_millis, ngx.worker.exiting)
  if certificate and certificates.store(certificate.id, certificate.pem) then
    certificates.point(name, certificate.id, certificate.trusted)
    return
  end
  log(INFO, "No certificate for a handshake name=", name, " err=", err)
  asked.remember("refused:" .. name, seconds)
end

local function ask_in_background(premature, name, wait_millis)
  if not premature then
    local ok, err = pcall(ask, name, wait_millis)
    if not ok then
      log(ERR, "Cannot ask for a certificate name=", name, " err=", err)
    end
  end
  asking = asking - 1
  asked.forget("asking:" .. name)
end

-- Has the name asked for, unless that is under way; false when it can't be.
local function have_asked(name, wait_millis)
  local mark = "asking:" .. name
  if not asked.first(mark, wait_millis / 1000 + GRACE_SECONDS) then
    return true
  end
  local ok, err = false, "too many questions"
  if asking < limit() then
    ok, err = ngx.timer.at(0, ask_in_background, name, wait_millis)
  end
  if not ok then
    asked.forget(mark)
    log(WARN, "A certificate is not asked for name=", name, " err=", err)
    return false
  end
  asking = asking + 1
  return true
end

local function come(name)
  local function is_here()
    return certificates.covering(name) ~= nil
  end
  if not state.receipt() then
    wait_until(function()
      return is_here() or state.receipt() ~= nil
    end, FIRST_TABLE_SECONDS)
  end
  local route = lookup.find(name)
  local wait_millis = min(lookup.gateway().handshakeWaitMillis or 0, LONGEST_WAIT_MILLIS)
  if is_here() or not route or wait_millis <= 0 or asked.is("refused:" .. name) then
    return
  end
  if have_asked(name, wait_millis) then
    wait_until(function()
      return is_here() or not asked.is("asking:" .. name)
    end, wait_millis / 1000)
  end
end

-- Returns when the name has a certificate, or when there is no use in waiting for it any longer. Yields only for a
-- name that may get one.
function _M.wait(name)
  if waiting >= limit() then
    if state.once("handshakes", 10) then
      log(WARN, "Too many handshakes wait for certificates, this one does not name=", name, " limit=", WAITING_LIMIT)
    end
    return
  end
  waiting = waiting + 1
  local ok, err = pcall(come, name)
  waiting = waiting - 1
  if not ok then
    error(err, 0)
  end
end

return _M
