local doubles = require "doubles"

describe("a handshake's wait", function()
  local on_demand, certificates, state, clock, slept, timers, asked, answer, while_waiting, sleep

  before_each(function()
    local ngx = doubles.install()
    clock, slept, timers, asked, answer = 100, 0, {}, {}, { nil, "none", 30 }
    while_waiting = function() end
    ngx.now = function() return clock end
    sleep = function(seconds)
      clock, slept = clock + seconds, slept + seconds
      while_waiting()
    end
    ngx.sleep = function(seconds) sleep(seconds) end
    ngx.timer.at = function(_, run, ...)
      local arguments = { ... }
      timers[#timers + 1] = function() run(false, unpack(arguments)) end
      return true
    end
    package.loaded["reveille.certificate_fetch"] = { fetch = function(name, wait_millis)
      asked[#asked + 1] = name .. " " .. wait_millis
      if type(answer) == "string" then
        error(answer)
      end
      return answer[1], answer[2], answer[3]
    end }
    state = require "reveille.state"
    certificates = require "reveille.certificate_state"
    on_demand = require "reveille.on_demand"
  end)

  local function routed(wait_millis)
    state.apply({
      version = "e.1", full = true, removed = {}, gateway = { handshakeWaitMillis = wait_millis },
      routes = { { host = "*.a.test", project = "a", state = "asleep", upstreams = {} } },
    })
    state.set_receipt("e.1")
  end

  -- Handshakes that wait at the same time. LuaJIT yields across pcall, Lua 5.1 does not.
  local function yielding(run)
    local pcall = _G.pcall
    _G.pcall = function(called, ...) return true, called(...) end
    finally(function() _G.pcall = pcall end)
    sleep = coroutine.yield
    local function handshake(name)
      local thread = coroutine.create(function() on_demand.wait(name) end)
      assert(coroutine.resume(thread))
      return thread
    end
    run(handshake)
  end

  -- The control service answers once the clock says so.
  local function answers_at(time)
    while_waiting = function()
      if clock >= time and timers[1] then
        table.remove(timers, 1)()
      end
    end
  end

  it("ends with the certificate that was issued meanwhile", function()
    routed(20000)
    answer = { { id = "1", trusted = true, pem = "PEM" } }
    answers_at(103)
    on_demand.wait("x.a.test")
    assert.same({ "x.a.test 20000" }, asked)
    assert.same({ "1", true }, { certificates.id("x.a.test") })
    assert.is_near(3, slept, 0.2)
  end)

  it("ends after its time, and the question goes on for those who come later", function()
    routed(2000)
    on_demand.wait("x.a.test")
    assert.is_near(2, slept, 0.2)
    on_demand.wait("x.a.test")
    assert.equal(1, #timers)
  end)

  it("ends with the answer that there is none, which is remembered", function()
    routed(20000)
    answers_at(101)
    on_demand.wait("x.a.test")
    assert.is_near(1, slept, 0.2)
    on_demand.wait("x.a.test")
    assert.equal(1, #asked)
    assert.is_near(1, slept, 0.2)
  end)

  it("ends when asking fails in an unforeseen way", function()
    routed(20000)
    answer = "bug"
    answers_at(101)
    on_demand.wait("x.a.test")
    assert.is_near(1, slept, 0.2)
    assert.matches("bug", ngx.logged[1])
  end)

  it("is one question for all handshakes of a name", function()
    routed(1000)
    yielding(function(handshake)
      local first, second = handshake("x.a.test"), handshake("x.a.test")
      assert.equal(1, #timers)
      answer = { { id = "1", trusted = true, pem = "PEM" } }
      timers[1]()
      coroutine.resume(first)
      coroutine.resume(second)
      assert.equal("dead", coroutine.status(first))
      assert.equal("dead", coroutine.status(second))
      assert.equal(1, #asked)
    end)
  end)

  it("is none for a name without a route, and none where handshakes never ask", function()
    routed(20000)
    on_demand.wait("x.b.test")
    routed(0)
    on_demand.wait("x.a.test")
    assert.equal(0, slept)
    assert.same({}, timers)
  end)

  it("is for the first table after a start, for any name", function()
    while_waiting = function()
      if clock > 101 then
        routed(0)
      end
    end
    on_demand.wait("x.b.test")
    assert.is_near(1, slept, 0.2)
  end)

  it("is no longer than five seconds for a first table that does not come", function()
    on_demand.wait("x.b.test")
    assert.is_near(5, slept, 0.2)
  end)

  it("is granted to so many at a time, and again when they are done", function()
    routed(20000)
    yielding(function(handshake)
      local held = {}
      for i = 1, 150 do
        held[i] = handshake("h" .. i .. ".a.test")
      end
      -- 200 for the gateway, which has two workers.
      assert.equal("suspended", coroutine.status(held[100]))
      assert.equal("dead", coroutine.status(held[101]))
      assert.equal(100, #timers)
      assert.equal(1, #ngx.logged)
      clock = clock + 30
      for i = 1, 100 do
        coroutine.resume(held[i])
        timers[i]()
      end
      assert.equal("suspended", coroutine.status(handshake("later.a.test")))
    end)
  end)

  it("is not for questions beyond the limit, when handshakes have left theirs behind", function()
    routed(10)
    for i = 1, 101 do
      on_demand.wait("h" .. i .. ".a.test")
    end
    assert.equal(100, #timers)
    assert.matches("too many questions", ngx.logged[1])
  end)
end)
