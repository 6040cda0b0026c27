local doubles = require "doubles"

describe("reporting use", function()
  local sync, activity, activity_state, state, lookup, posted, answer, clock, timers

  before_each(function()
    local ngx = doubles.install()
    posted, timers, clock, answer = {}, {}, 100, { status = 200, headers = {}, body = '{"known":true}' }
    ngx.timer.at = function(_, run)
      timers[#timers + 1] = run
      return true
    end
    ngx.now = function() return clock end
    ngx.status, ngx.var.host, ngx.var.bytes_sent = 200, "a.test", "10"
    package.loaded["reveille.control"] = { ask = function(method, target, body)
      assert.same({ "POST", "/v1/activity" }, { method, target })
      posted[#posted + 1] = body
      return answer, not answer and "connection refused" or nil
    end }
    state = require "reveille.state"
    state.apply({ version = "e.1", full = true, routes = {
      { host = "a.test", project = "shop", state = "running", upstreams = { "172.18.0.3:80" } },
    } })
    lookup = require "reveille.lookup"
    activity = require "reveille.activity"
    activity_state = require "reveille.activity_state"
    activity_state.is_alive = function() return true end
    activity_state.init()
    sync = require "reveille.activity_sync"
    sync.flush()
  end)

  local function last()
    return posted[#posted]
  end

  local function begin(request)
    ngx.request = request
    activity.begin(lookup.find("a.test"))
  end

  -- Lets time pass, and both loops run once.
  local function pass(seconds)
    clock = clock + seconds
    sync.tick()
    return sync.report()
  end

  it("begins at once, with the version of the routes", function()
    assert.is_true(pass(0))
    assert.equal("e.1", last().routes)
    assert.same({}, last().projects)
    assert.matches("^%x+$", last().gateway)
  end)

  it("tells within two seconds what was counted", function()
    pass(0)
    begin("request 1")
    pass(0.5)
    assert.equal(1, #posted)
    pass(0.6)
    assert.equal(2, #posted)
    local counts = last().projects.shop
    assert.same({ 1, 0, 1, 0 }, { counts.started, counts.ended, counts.open, counts.quiet })
  end)

  it("tells at once that there is another version", function()
    pass(0)
    state.apply({ version = "e.2", full = false, routes = {}, removed = {} })
    pass(0.05)
    assert.equal("e.2", last().routes)
  end)

  it("is a sign of life every five seconds, and names what is open", function()
    begin("request 1")
    pass(1)
    pass(1)
    local before = #posted
    pass(1)
    assert.equal(before, #posted)
    pass(5)
    assert.equal(before + 1, #posted)
    assert.equal(1, last().projects.shop.open)
    activity.finish()
    pass(1)
    assert.equal(0, last().projects.shop.open)
    pass(5)
    assert.is_nil(last().projects.shop)
  end)

  it("tells again what was not answered", function()
    pass(0)
    answer = nil
    begin("request 1")
    activity.finish()
    pass(1)
    assert.equal(1, last().projects.shop.ended)
    answer = { status = 200, headers = {}, body = '{"known":true}' }
    pass(1)
    assert.equal(1, last().projects.shop.ended)
    pass(5)
    assert.is_nil(last().projects.shop)
  end)

  it("tells everything when the control service says that it does not know it", function()
    begin("request 1")
    activity.finish()
    pass(1)
    pass(5)
    assert.is_nil(last().projects.shop)
    ngx.shared.reveille_activity.get_keys = function() return { "started:shop" } end
    answer.body = '{"known":false}'
    pass(5)
    answer.body = '{"known":true}'
    pass(1)
    assert.equal(1, last().projects.shop.started)
    pass(5)
    assert.is_nil(last().projects.shop)
  end)

  it("tells of every request that ends once the worker is about to quit", function()
    sync.start(true)
    assert.equal(2, #timers)
    begin("request 1")
    begin("request 2")
    ngx.worker.exiting = function() return true end
    package.loaded["reveille.activity_sync"] = nil
    sync = require "reveille.activity_sync"
    sync.start(false)
    timers[3](false)
    assert.same({ shop = { 2, 0 } }, (activity_state.workers()))
    ngx.request = "request 1"
    activity.finish()
    assert.same({ shop = { 1, 0 } }, (activity_state.workers()))
  end)
end)
