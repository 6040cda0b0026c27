local doubles = require "doubles"

describe("a worker's counts", function()
  local activity, state, lookup, clock

  before_each(function()
    local ngx = doubles.install()
    clock = 0.03
    ngx.now = function() return clock end
    ngx.status = 200
    ngx.var.host, ngx.var.uri, ngx.var.bytes_sent = "a.test", "/", "100"
    state = require "reveille.state"
    lookup = require "reveille.lookup"
    activity = require "reveille.activity"
  end)

  local function route(ignore, gateway)
    state.apply({ version = "e.1", full = true, gateway = gateway, routes = {
      { host = "a.test", project = "shop", state = "running", upstreams = { "172.18.0.3:80" }, ignore = ignore },
      { host = "b.test", project = "blog", state = "running", upstreams = { "172.18.0.4:80" } },
    } })
    return lookup.find(ngx.var.host)
  end

  local function begin(request, a_route)
    ngx.request = request
    activity.begin(a_route or route())
  end

  local function finish(request)
    ngx.request = request
    activity.finish()
  end

  local function taken()
    local all = {}
    activity.take(function(counts)
      all[#all + 1] = ("%s %d %d %d"):format(counts.project, counts.started, counts.ended, counts.quietStarted)
    end)
    return table.concat(all, ", ")
  end

  it("have a request open from its begin to its end", function()
    begin("request 1")
    begin("request 2")
    assert.same({ shop = { 2, 0 } }, activity.open())
    finish("request 1")
    assert.same({ shop = { 1, 0 } }, activity.open())
    assert.equal("shop 2 1 0", taken())
    finish("request 2")
    assert.same({}, activity.open())
    assert.equal("shop 0 1 0", taken())
    assert.equal("", taken())
  end)

  it("know a request once, however often nginx redirects it", function()
    begin("request 1")
    begin("request 1")
    finish("request 1")
    finish("request 1")
    assert.equal("shop 1 1 0", taken())
  end)

  it("leave out a request that never went on to a project", function()
    finish("request 1")
    assert.is_false(activity.has_changed())
  end)

  it("end a request for the project that it began for, whatever became of the route", function()
    begin("request 1")
    state.apply({ version = "e.2", full = true, routes = {
      { host = "a.test", project = "blog", state = "running", upstreams = { "172.18.0.4:80" } },
    } })
    lookup.find("a.test")
    finish("request 1")
    assert.equal("shop 1 1 0", taken())
  end)

  it("tell requests apart by a pointer too, of which each is another cdata", function()
    local ffi = require "ffi"
    local address = ffi.new("char[1]")
    begin(ffi.cast("void *", address))
    finish(ffi.cast("void *", address))
    assert.same({}, activity.open())
    assert.equal("shop 1 1 0", taken())
  end)

  it("keep requests apart that are no use, by the project's labels", function()
    ngx.var.uri = "/health"
    begin("request 1", route({ "/health" }))
    assert.same({ shop = { 0, 1 } }, activity.open())
    finish("request 1")
    assert.same({}, activity.open())
    assert.equal("shop 0 0 1", taken())
  end)

  it("keep requests apart that are no use, by the settings", function()
    ngx.var.http_user_agent = "Uptime-Robot"
    begin("request 1", route(nil, { ignorePaths = { "/poll/*" }, ignoreUserAgents = { "uptime" } }))
    ngx.var.http_user_agent = "Firefox"
    begin("request 2")
    assert.same({ shop = { 1, 1 } }, activity.open())
  end)

  it("tell status, latency, time and bytes, those of quick requests by samples", function()
    for i = 1, 16 do
      begin("request " .. i)
      finish("request " .. i)
    end
    clock, ngx.status, ngx.var.bytes_sent = 60, 502, "5000000"
    begin("request 17")
    finish("request 17")
    activity.take(function(counts)
      assert.same({ 0, 16, 0, 0, 1 }, { unpack(counts, 1, 5) })
      assert.same({ 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 1 }, { unpack(counts, 6) })
      assert.equal(16 * 100 + 5000000, counts.bytes)
      assert.is_near(60, counts.seconds, 2)
    end)
  end)
end)

describe("what all workers have counted", function()
  local activity, activity_state, state, dead

  local function start_worker(pid)
    ngx.worker.pid = function() return pid end
    package.loaded["reveille.activity"], package.loaded["reveille.activity_state"] = nil, nil
    activity = require "reveille.activity"
    activity_state = require "reveille.activity_state"
    activity_state.is_alive = function(worker) return worker ~= dead end
  end

  before_each(function()
    local ngx = doubles.install()
    dead = nil
    ngx.status, ngx.var.host, ngx.var.bytes_sent = 200, "a.test", "10"
    state = require "reveille.state"
    state.apply({ version = "e.1", full = true, routes = {
      { host = "a.test", project = "shop", state = "running", upstreams = { "172.18.0.3:80" } },
    } })
    start_worker(100)
  end)

  local function visits(count)
    local lookup = require "reveille.lookup"
    for i = 1, count do
      ngx.request = "request " .. i
      activity.begin(lookup.find("a.test"))
    end
  end

  it("is the sum of them", function()
    visits(2)
    activity_state.flush("e.1")
    start_worker(200)
    visits(3)
    activity.finish()
    activity_state.flush("e.1")
    local open, version = activity_state.workers()
    assert.same({ shop = { 4, 0 } }, open)
    assert.equal("e.1", version)
    local totals = activity_state.totals("shop")
    assert.same({ 5, 1, 0 }, { totals.started, totals.ended, totals.quietStarted })
    assert.same({ ["2xx"] = 1 }, totals.statuses)
    assert.equal(0, totals.seconds)
    assert.equal(12, #totals.latency)
  end)

  it("keeps what a dead worker has counted, and nothing of what it had open", function()
    visits(2)
    activity_state.flush("e.1")
    start_worker(200)
    visits(1)
    activity_state.flush("e.1")
    dead = 100
    assert.same({ shop = { 1, 0 } }, (activity_state.workers()))
    assert.equal(3, activity_state.totals("shop").started)
    dead = nil
    assert.same({ shop = { 1, 0 } }, (activity_state.workers()))
  end)

  it("has the lowest version that a worker routes by, and none when two control services are among them", function()
    activity_state.flush("e.10")
    start_worker(200)
    activity_state.flush("e.9")
    assert.equal("e.9", select(2, activity_state.workers()))
    activity_state.flush("f.1")
    assert.is_nil(select(2, activity_state.workers()))
    activity_state.flush(nil)
    assert.is_nil(select(2, activity_state.workers()))
  end)

  it("does not wait for a worker that takes no new requests, but counts what it has open", function()
    visits(1)
    activity_state.flush("e.1", true)
    start_worker(200)
    activity_state.flush("e.2")
    local open, version = activity_state.workers()
    assert.same({ shop = { 1, 0 } }, open)
    assert.equal("e.2", version)
  end)

  it("names the projects that were added to, once", function()
    visits(1)
    activity_state.flush("e.1")
    activity.finish()
    activity_state.flush("e.1")
    local changed, again, all = {}, {}, {}
    activity_state.take_changed(changed)
    activity_state.take_changed(again)
    ngx.shared.reveille_activity.get_keys = function() return { "gateway", "started:shop", "ended:shop", "le1:x" } end
    activity_state.take_all(all)
    assert.same({ { shop = true }, {}, { shop = true } }, { changed, again, all })
  end)

  it("belongs to one gateway for as long as its master lives", function()
    activity_state.init()
    local first = activity_state.gateway()
    assert.matches("^%x+$", first)
    assert.equal(16, #first)
    activity_state.init()
    assert.equal(first, activity_state.gateway())
  end)

  it("knows a process that lives from one that does not", function()
    package.loaded["reveille.activity_state"] = nil
    activity_state = require "reveille.activity_state"
    local ffi = require "ffi"
    ffi.cdef "int getpid(void);"
    assert.is_true(activity_state.is_alive(ffi.C.getpid()))
    assert.is_false(activity_state.is_alive(2 ^ 30))
  end)
end)
