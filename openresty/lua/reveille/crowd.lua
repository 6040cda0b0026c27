-- One question for a whole crowd, in this worker: about five hundred visitors who come to a sleeping project at once
-- the control service would otherwise be asked five hundred times. And they go on a few at a time: a project that has
-- just begun is not run down, and visitors of other projects get their turn meanwhile (decision 0009).

local semaphores = require "ngx.semaphore"

local now, sleep, timer_at = ngx.now, ngx.sleep, ngx.timer.at
local log, WARN = ngx.log, ngx.WARN
local concat = table.concat

-- The one answer that is about who asked: that client has begun too many wakes.
local TOO_MANY = 429
-- A thousand a second: measured, more at a time overran a server with a short queue of connections, whose visitors then
-- waited for the kernel to ask again.
local AT_A_TIME, PAUSE_SECONDS = 4, 0.004

local _M = {}

-- What is being asked -> { waiting = 12, semaphore = … (once somebody waits), answer = … (once it has come) }.
local under_way = {}

-- All of a visit that its answer depends on, but for the client.
local function key(visit)
  return concat({
    visit.host, visit.path, visit.method, tostring(visit.navigation), visit.userAgent, tostring(visit.stale),
  }, "\n")
end

local function let_go_on(question, count)
  question.waiting = question.waiting - count
  question.semaphore:post(count)
end

local function pace(premature, question)
  while not premature and question.waiting > AT_A_TIME do
    let_go_on(question, AT_A_TIME)
    sleep(PAUSE_SECONDS)
  end
  let_go_on(question, question.waiting)
end

-- By a timer: the first of the crowd goes on meanwhile.
local function release(question)
  if question.waiting == 0 then
    return
  end
  local ok, err = timer_at(0, pace, question)
  if not ok then
    log(WARN, "A crowd goes on all at once: no timer err=", err)
    let_go_on(question, question.waiting)
  end
end

local function lead(asked, ask)
  local question = { waiting = 0 }
  under_way[asked] = question
  local ran, answer, err = pcall(ask)
  under_way[asked] = nil
  question.answer = ran and answer
  release(question)
  if not ran then
    error(answer, 0)
  end
  return answer, err
end

-- The answer that somebody else waits for, if it comes in so many seconds.
local function follow(question, seconds)
  question.semaphore = question.semaphore or semaphores.new()
  question.waiting = question.waiting + 1
  question.semaphore:wait(seconds)
  return question.answer
end

-- What ask() returns; where another visit like this one is being asked about, its answer instead. Whoever gets none
-- that way until the deadline asks all the same.
function _M.ask(visit, deadline, ask)
  local asked = key(visit)
  local question = under_way[asked]
  if not question then
    return lead(asked, ask)
  end
  local answer = follow(question, deadline - now())
  if answer and answer.status ~= TOO_MANY then
    return answer
  end
  return ask()
end

return _M
