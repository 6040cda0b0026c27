local doubles = require "doubles"

describe("a crowd", function()
  local crowd, asked, timers, has_timers, WOKEN, TOO_MANY

  before_each(function()
    local ngx = doubles.install()
    ngx.now = function() return 100 end
    ngx.sleep = function(seconds) coroutine.yield(seconds) end
    timers, has_timers = {}, true
    ngx.timer.at = function(_, run, ...)
      if not has_timers then
        return nil, "too many pending timers"
      end
      timers[#timers + 1] = coroutine.wrap(run)
      timers[#timers](false, ...)
      return true
    end
    crowd = require "reveille.crowd"
    asked = 0
    WOKEN, TOO_MANY = { status = 200 }, { status = 429 }
  end)

  local function visit(changes)
    local all = {
      host = "a.test", path = "/", method = "GET", navigation = false, userAgent = "curl", client = "203.0.113.9",
    }
    for name, value in pairs(changes or {}) do
      all[name] = value
    end
    return all
  end

  -- The question is answered when its visitor is resumed with an answer, or with an error's text.
  local function ask()
    asked = asked + 1
    local answer = coroutine.yield("asks")
    if type(answer) == "string" then
      error(answer, 0)
    end
    return answer, not answer and "connection refused" or nil
  end

  -- Returns the visitor, and what it waits for.
  local function comes(changes)
    local visitor = coroutine.create(function() return crowd.ask(visit(changes), 110, ask) end)
    local _, waits_for = assert(coroutine.resume(visitor))
    return visitor, waits_for
  end

  local function twenty_come()
    local waits
    for _ = 1, 20 do
      waits = select(2, comes())
    end
    return waits
  end

  local function resume(visitor, with)
    return select(2, coroutine.resume(visitor, with))
  end

  it("is asked about once, and each gets the answer", function()
    local first = comes()
    local second, waits = comes({ client = "203.0.113.10" })
    local third = comes()
    assert.same(10, waits[2])
    assert.equal(WOKEN, resume(first, WOKEN))
    assert.equal(2, waits[1].posted)
    assert.equal(WOKEN, resume(second, true))
    assert.equal(WOKEN, resume(third, true))
    assert.equal(1, asked)
  end)

  it("goes on a few at a time", function()
    local first = comes()
    local waits = twenty_come()
    resume(first, WOKEN)
    assert.equal(4, waits[1].posted)
    timers[1]()
    assert.equal(8, waits[1].posted)
    for _ = 1, 3 do
      timers[1]()
    end
    assert.equal(20, waits[1].posted)
  end)

  it("goes on all at once where there is no timer", function()
    has_timers = false
    local first = comes()
    local waits = twenty_come()
    resume(first, WOKEN)
    assert.equal(20, waits[1].posted)
  end)

  it("is made of visits that are answered alike", function()
    comes()
    for _, other in ipairs({
      { host = "b.test" }, { path = "/robots.txt" }, { method = "POST" }, { navigation = true },
      { userAgent = "Googlebot" }, { stale = true },
    }) do
      local _, waits_for = comes(other)
      assert.equal("asks", waits_for)
    end
  end)

  it("is asked about again after the answer", function()
    resume(comes(), WOKEN)
    local _, waits_for = comes()
    assert.equal("asks", waits_for)
  end)

  it("does not share what only its first has done too often", function()
    local first = comes()
    local second = comes()
    resume(first, TOO_MANY)
    assert.equal("asks", resume(second, true))
    assert.equal(WOKEN, resume(second, WOKEN))
  end)

  it("asks one by one where the first gets no answer, or none in time", function()
    local first = comes()
    local second, third = comes(), comes()
    assert.equal("asks", resume(third, false))
    resume(first, nil)
    assert.equal("asks", resume(second, true))
  end)

  it("does not wait for a first who has failed", function()
    local first = comes()
    local second, waits = comes()
    assert.equal("a fault", resume(first, "a fault"))
    assert.equal(1, waits[1].posted)
    assert.equal("asks", resume(second, true))
  end)
end)
