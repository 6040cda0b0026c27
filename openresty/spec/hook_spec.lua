local doubles = require "doubles"

describe("the hook", function()
  local hook, state, visit, script, asked, answered, clock, while_asleep

  -- The next answers of the control service: tables, or strings for errors; the last one repeats.
  local function control_answers(...)
    script = { ... }
  end

  local function recorder(name)
    return function(_, what)
      answered = { name, what }
    end
  end

  before_each(function()
    local ngx = doubles.install()
    asked, answered, clock, while_asleep = 0, nil, 100, function() end
    ngx.now = function() return clock end
    ngx.sleep = function(seconds)
      clock = clock + seconds
      while_asleep()
    end
    ngx.var.host = "a.test"
    visit = { host = "a.test", path = "/", method = "GET", navigation = false, userAgent = "curl" }
    package.loaded["reveille.visit"] = {
      current = function() return visit end,
      may_be_resent = function() return visit.whole end,
    }
    package.loaded["reveille.control"] = { ask = function()
      asked = asked + 1
      local next_ = #script > 1 and table.remove(script, 1) or script[1]
      if type(next_) == "string" then
        return nil, next_
      end
      return next_
    end }
    package.loaded["reveille.answers"] = setmetatable({}, { __index = function(_, name) return recorder(name) end })
    state = require "reveille.state"
    hook = require "reveille.hook"
    state.apply({ version = "e.1", full = true, routes = {
      { host = "a.test", project = "a", state = "asleep", upstreams = {} },
    }, gateway = { patienceMillis = 1000, wakeTimeoutMillis = 60000, pageStatus = 202 } })
  end)

  local WOKEN = { status = 200, headers = {}, body = '{"host":"a.test","project":"a","state":"running",'
    .. '"upstreams":["172.18.0.3:80"],"hsts":"max-age=60","version":"e.2","cold":true}' }

  local function visit_asleep()
    return hook.answer("a.test", { host = "a.test" })
  end

  it("lets a woken project's request go on, with its route in place", function()
    control_answers(WOKEN)
    visit_asleep()
    assert.is_nil(answered)
    assert.equal("running", state.route("a.test").state)
    assert.equal("max-age=60", state.route("a.test").hsts)
    assert.equal("cold", ngx.var.reveille_wake)
    assert.same({ a = { 1, 0 } }, require("reveille.activity").open())
  end)

  it("asks again while the control service restarts, also after an answer that was cut off", function()
    control_answers("connection refused", "connection refused", "closed", WOKEN)
    visit_asleep()
    assert.equal(4, asked)
    assert.is_nil(answered)
    assert.is_near(100.75, clock, 0.001)
  end)

  it("gives a navigation the loading page after its patience", function()
    visit.navigation = true
    control_answers("connection refused")
    visit_asleep()
    assert.same({ "loading", {} }, answered)
    assert.is_near(101, clock, 0.01)
  end)

  it("gives up on anything else after the wake's time-out", function()
    control_answers("connection refused")
    visit_asleep()
    assert.equal("control_unreachable", answered[1])
    assert.is_near(160, clock, 0.01)
  end)

  it("passes a problem on with the status of the answer", function()
    control_answers({ status = 502, headers = {}, body = '{"title":"t","status":500}' })
    visit_asleep()
    assert.same({ "problem", { title = "t", status = 502 } }, answered)
  end)

  it("does not take anything else for an answer", function()
    for _, answer in ipairs({
      { status = 200, headers = {}, body = "{}" },
      { status = 202, headers = {}, body = "no JSON" },
      { status = 401, headers = {}, body = '{"title":"t"}' },
    }) do
      control_answers(answer)
      visit_asleep()
      assert.equal("control_unreachable", answered[1])
    end
  end)

  it("asks nothing about an unknown host", function()
    hook.answer("b.test", nil)
    assert.equal("no_such_host", answered[1])
    assert.equal(0, asked)
  end)

  it("does not call a host unknown while the table cannot be followed", function()
    state.set_failing("connection refused")
    hook.answer("b.test", nil)
    assert.equal("control_unreachable", answered[1])
  end)

  it("holds what comes before the first table, within the wake's time-out", function()
    ngx.shared.reveille_sync:delete("version")
    hook.answer("b.test", nil)
    assert.equal("control_unreachable", answered[1])
    assert.is_near(160, clock, 0.3)
  end)

  it("lets go on what was held for the first table", function()
    ngx.shared.reveille_sync:delete("version")
    while_asleep = function()
      state.apply({ version = "e.1", full = true, routes = {
        { host = "a.test", project = "a", state = "running", upstreams = { "172.18.0.3:80" } },
      } })
    end
    hook.answer("a.test", nil)
    assert.is_nil(answered)
    assert.equal(0, asked)
  end)

  it("asks once in the background about a stale route whose request cannot be sent again", function()
    local timers = 0
    ngx.timer.at = function()
      timers = timers + 1
      return true
    end
    hook.stale()
    hook.stale()
    assert.equal(1, timers)
    assert.equal("upstream_unreachable", answered[1])
  end)

  it("says that a route is stale when it asks for one whose request can be sent again", function()
    visit.whole = true
    control_answers(WOKEN)
    hook.stale()
    assert.is_true(visit.stale)
    assert.is_nil(answered)
  end)
end)
