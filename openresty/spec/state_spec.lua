local doubles = require "doubles"

describe("the shared table", function()
  local state

  before_each(function()
    doubles.install()
    state = require "reveille.state"
  end)

  local function route(host, kind)
    return { host = host, project = "shop", state = kind or "running", upstreams = { "172.18.0.3:80" } }
  end

  local function full(version, ...)
    return { version = version, full = true, routes = { ... }, removed = {} }
  end

  local function changes(version, list, removed)
    return { version = version, full = false, routes = list, removed = removed or {} }
  end

  local function all_hosts()
    local hosts = {}
    for _, each in ipairs(state.all()) do
      hosts[#hosts + 1] = each.host
    end
    table.sort(hosts)
    return hosts
  end

  it("has no version before the first sync, and the defaults of the control service", function()
    assert.is_nil(state.version())
    assert.equal(202, state.gateway().pageStatus)
  end)

  it("takes a full table, and forgets what a later one does not have", function()
    state.apply(full("e.1", route("a.test"), route("b.test")))
    assert.same({ "a.test", "b.test" }, all_hosts())
    state.apply(full("f.1", route("b.test")))
    assert.same({ "b.test" }, all_hosts())
    assert.equal("f.1", state.version())
    assert.same({ "a.test" }, state.changed(state.sequence()))
  end)

  it("applies changes and removals", function()
    state.apply(full("e.1", route("a.test"), route("b.test")))
    state.apply(changes("e.2", { route("c.test") }, { "a.test" }))
    assert.same({ "b.test", "c.test" }, all_hosts())
    assert.same({ "c.test", "a.test" }, state.changed(state.sequence()))
  end)

  it("counts nothing as a change when nothing changed", function()
    state.apply(full("e.1", route("a.test")))
    local before = state.sequence()
    state.apply(full("f.1", route("a.test")))
    state.apply(changes("f.1", {}))
    assert.equal(before, state.sequence())
  end)

  it("is not put back by a poll that a wake has overtaken", function()
    state.apply(full("e.1", route("a.test", "asleep")))
    state.woken(route("a.test"), "e.5")
    state.apply(changes("e.4", { route("a.test", "asleep") }, {}))
    assert.equal("running", state.route("a.test").state)
    state.apply(changes("e.4", {}, { "a.test" }))
    assert.equal("running", state.route("a.test").state)
    state.apply(changes("e.6", { route("a.test", "asleep") }))
    assert.equal("asleep", state.route("a.test").state)
  end)

  it("keeps the replica that a poll brought before the wake's answer came", function()
    state.apply(full("e.1", route("a.test", "asleep")))
    local both = route("a.test")
    both.upstreams = { "10.0.0.1:80", "10.0.0.2:80" }
    state.apply(changes("e.3", { both }))
    state.woken(route("a.test"), "e.2")
    assert.same(both.upstreams, state.route("a.test").upstreams)
  end)

  it("follows a control service that started anew, whatever was woken before", function()
    state.apply(full("e.1"))
    state.woken(route("a.test"), "e.50")
    state.apply(full("f.1", route("a.test", "asleep")))
    assert.equal("asleep", state.route("a.test").state)
  end)

  it("counts one change for many visitors of one wake", function()
    state.apply(full("e.1", route("a.test", "asleep")))
    local before = state.sequence()
    for _ = 1, 500 do
      state.woken(route("a.test"), "e.2")
    end
    assert.equal(before + 1, state.sequence())
  end)

  it("judges a wake's answer by the table that another worker is writing at this moment", function()
    state.apply(full("e.1", route("a.test", "asleep")))
    ngx.shared.reveille_sync:add("lock", true)
    ngx.sleep = function()
      ngx.shared.reveille_sync:delete("lock")
      state.apply(changes("e.6", { route("a.test", "failed") }))
    end
    state.woken(route("a.test"), "e.5")
    assert.equal("failed", state.route("a.test").state)
  end)

  it("does not wait for ever for a worker that died while it wrote", function()
    ngx.shared.reveille_sync:add("lock", true)
    local slept = 0
    ngx.sleep = function(seconds) slept = slept + seconds end
    state.apply(full("e.1", route("a.test")))
    assert.is_near(1, slept, 0.01)
    assert.equal("running", state.route("a.test").state)
  end)

  it("lets others write after a change that failed", function()
    assert.has_error(function() state.apply({ version = "e.1" }) end)
    ngx.sleep = function() error("nobody holds the lock") end
    state.apply(full("e.1", route("a.test")))
  end)

  it("gives racing writers different numbers", function()
    state.apply(full("e.1"))
    -- Another worker has written its entry, and has not counted it yet.
    ngx.shared.reveille_sync:add("change:" .. state.sequence() + 1, '["other.test"]')
    local before = state.sequence()
    state.woken(route("a.test"), "e.2")
    ngx.shared.reveille_sync:incr("sequence", 1, 0)
    assert.same({ "other.test" }, state.changed(before + 1))
    assert.same({ "a.test" }, state.changed(before + 2))
    assert.equal(before + 2, state.sequence())
  end)

  it("does not list more changes than reading everything would cost", function()
    local many = {}
    for i = 1, 2001 do
      many[i] = route("h" .. i .. ".test")
    end
    state.apply(full("e.1", unpack(many)))
    assert.equal(1, state.sequence())
    assert.is_nil(state.changed(1))
  end)

  it("says so when entries are dropped", function()
    ngx.shared.reveille_routes.evicting = true
    state.apply(full("e.1", route("a.test")))
    assert.matches("^error: Shared memory is full", ngx.logged[1])
  end)

  it("marks something once", function()
    assert.is_true(state.once("mark", 2))
    assert.is_false(state.once("mark", 2))
  end)
end)

describe("a worker's look-up", function()
  local state, lookup

  before_each(function()
    doubles.install()
    state = require "reveille.state"
    lookup = require "reveille.lookup"
  end)

  local function apply(version, is_full, host, kind)
    state.apply({ version = version, full = is_full, removed = {}, routes = {
      { host = host, project = "shop", state = kind, upstreams = { "172.18.0.3:80" } },
    } })
  end

  it("follows the shared table change by change", function()
    assert.is_nil(lookup.find("a.test"))
    apply("e.1", true, "a.test", "asleep")
    assert.is_false(lookup.find("a.test").running)
    apply("e.2", false, "a.test", "running")
    apply("e.3", false, "*.b.test", "running")
    assert.is_true(lookup.find("a.test").running)
    assert.equal("*.b.test", lookup.find("x.b.test").host)
    assert.equal("*.b.test", lookup.find_again("x.b.test").host)
  end)

  it("keeps its routes, and whose turn it is, while nothing changes", function()
    apply("e.1", true, "a.test", "running")
    local before = lookup.find("a.test")
    apply("e.2", false, "b.test", "running")
    assert.equal(before, lookup.find("a.test"))
  end)

  it("reads everything when it has missed a change", function()
    apply("e.1", true, "a.test", "asleep")
    lookup.find("a.test")
    apply("e.2", false, "a.test", "running")
    apply("e.3", false, "b.test", "running")
    ngx.shared.reveille_sync:delete("change:2")
    assert.is_true(lookup.find("a.test").running)
    assert.is_true(lookup.find("b.test").running)
  end)

  it("follows the gateway's settings, and counts them as changed only when they are", function()
    apply("e.1", true, "a.test", "running")
    lookup.find("a.test")
    assert.is_false(lookup.gateway().httpsRedirect)
    local settings = { patienceMillis = 1000, httpsRedirect = true }
    state.apply({ version = "e.2", full = false, routes = {}, removed = {}, gateway = settings })
    local sequence = state.sequence()
    lookup.find("a.test")
    assert.is_true(lookup.gateway().httpsRedirect)
    settings = { patienceMillis = 1000, httpsRedirect = true, ignorePaths = { "/health" } }
    state.apply({ version = "e.3", full = false, routes = {}, removed = {}, gateway = settings })
    assert.equal(sequence + 1, state.sequence())
    settings = { patienceMillis = 1000, httpsRedirect = true, ignorePaths = { "/health" } }
    state.apply({ version = "e.4", full = false, routes = {}, removed = {}, gateway = settings })
    assert.equal(sequence + 1, state.sequence())
  end)

  it("sees a removal", function()
    apply("e.1", true, "a.test", "running")
    lookup.find("a.test")
    state.apply({ version = "e.2", full = false, routes = {}, removed = { "a.test" } })
    assert.is_nil(lookup.find("a.test"))
  end)

  it("treats a regex that fails as one that does not match, and says so once", function()
    ngx.re.find = function() return nil, nil, "match limit" end
    package.loaded["reveille.lookup"] = nil
    lookup = require "reveille.lookup"
    apply("e.1", true, "~^(a+)+$", "running")
    assert.is_nil(lookup.find("aaaa"))
    assert.is_nil(lookup.find("aaaa"))
    assert.equal(1, #ngx.logged)
  end)
end)
