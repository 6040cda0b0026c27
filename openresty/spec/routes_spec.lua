local routes = require "reveille.routes"

local function lua_pattern(host, regex)
  return host:find(regex) ~= nil
end

local function table_of(...)
  local known = routes.new(lua_pattern)
  for _, host in ipairs({ ... }) do
    known:put(host, { host = host, project = host, state = "running", upstreams = { "172.18.0.3:80" } })
  end
  return known
end

local function found(known, host)
  local route = known:find(host)
  return route and route.host
end

describe("a host's route", function()
  it("is the exact one before any pattern", function()
    local known = table_of("~shop", "*.test", "shop.*", "shop.test")
    assert.equal("shop.test", found(known, "shop.test"))
  end)

  it("is the longest *.x before any x.*", function()
    local known = table_of("a.*", "*.test", "*.shop.test")
    assert.equal("*.shop.test", found(known, "a.b.shop.test"))
    assert.equal("*.test", found(known, "a.other.test"))
  end)

  it("is the longest x.* before any regex", function()
    local known = table_of("~shop", "shop.*", "shop.test.*")
    assert.equal("shop.test.*", found(known, "shop.test.example.com"))
    assert.equal("shop.*", found(known, "shop.example.com"))
  end)

  it("is the first regex in the order of their text, whatever the order of arrival", function()
    assert.equal("~a", found(table_of("~b", "~a", "~c"), "abc"))
    assert.equal("~a", found(table_of("~c", "~a", "~b"), "abc"))
  end)

  it("is never that of a pattern's bare name, or of a name that only ends alike", function()
    local known = table_of("*.shop.test", "shop.*")
    assert.is_nil(known:find("myshop.test"))
    assert.is_nil(table_of("*.shop.test"):find("shop.test"))
    assert.is_nil(table_of("shop.*"):find("shop"))
    assert.is_nil(table_of("*.shop.test"):find("a.myshop.test"))
  end)

  it("is none where nothing matches", function()
    assert.is_nil(table_of("shop.test", "*.shop.test", "shop.*", "~^pr"):find("unknown.example"))
    assert.is_nil(table_of():find(""))
  end)
end)

describe("a change", function()
  for _, host in ipairs({ "shop.test", "*.test", "shop.*", "~shop" }) do
    it("replaces and removes " .. host, function()
      local known = table_of(host)
      known:put(host, { host = host, state = "asleep", upstreams = {} })
      assert.is_false(known:find("shop.test").running)
      known:put(host, nil)
      assert.is_nil(known:find("shop.test"))
    end)
  end

  it("counts as running only with an upstream that can be used", function()
    local known = table_of()
    known:put("a.test", { host = "a.test", state = "running", upstreams = {} })
    assert.is_false(known:find("a.test").running)
    known:put("a.test", { host = "a.test", state = "running", upstreams = { "no port" } })
    assert.is_false(known:find("a.test").running)
    known:put("a.test", { host = "a.test", state = "running", upstreams = { "[fd00::3]:8080" } })
    assert.same({ address = "[fd00::3]:8080", host = "[fd00::3]", port = 8080 }, known:find("a.test").peers[1])
  end)
end)

describe("two routes", function()
  local function route(state, ...)
    return { project = "shop", state = state, upstreams = { ... } }
  end

  it("are the same with the same project, state, upstreams and HSTS", function()
    assert.is_true(routes.same(route("running", "a:1", "b:1"), route("running", "a:1", "b:1")))
    assert.is_false(routes.same(route("running", "a:1"), route("running", "a:1", "b:1")))
    assert.is_false(routes.same(route("running", "a:1"), route("running", "a:2")))
    assert.is_false(routes.same(route("running"), route("asleep")))
    assert.is_false(routes.same(nil, route("asleep")))
    local strict = route("running", "a:1")
    strict.hsts = "max-age=60"
    assert.is_false(routes.same(route("running", "a:1"), strict))
  end)
end)
