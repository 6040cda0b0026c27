local doubles = require "doubles"

describe("a route table", function()
  local sync

  before_each(function()
    doubles.install()
    sync = require "reveille.sync"
  end)

  local function parse(body, status)
    return sync.parse({ status = status or 200, body = body })
  end

  it("is taken when it is sound", function()
    local parsed = parse('{"version":"e.1","full":true,'
      .. '"routes":[{"host":"a.test","project":"a","state":"asleep","upstreams":[]}]}')
    assert.equal("a.test", parsed.routes[1].host)
  end)

  for name, body in pairs({
    ["JSON"] = "{",
    ["an object"] = "7",
    ["versioned"] = '{"routes":[]}',
    ["complete"] = '{"version":"e.1"}',
    ["made of routes"] = '{"version":"e.1","full":true,"routes":[{"host":"a.test","project":"a"}]}',
    ["free of nulls"] = '{"version":"e.1","full":true,'
      .. '"routes":[{"host":"a.test","project":"a","state":"asleep","upstreams":null}]}',
  }) do
    it("is refused whole when it is not " .. name, function()
      local parsed, err = parse(body)
      assert.is_nil(parsed)
      assert.is_string(err)
    end)
  end

  for name, part in pairs({
    ["a list"] = '"certificates":null',
    ["of named ones"] = '"certificates":[{"id":"1","trusted":true}]',
    ["of host names"] = '"certificates":[{"name":"pem:1","id":"1","trusted":true}]',
    ["of lower-case names"] = '"certificates":[{"name":"A.test","id":"1","trusted":true}]',
    ["of ids that can be keys"] = '"certificates":[{"name":"a.test","id":"a b","trusted":true}]',
    ["told whether they are trusted"] = '"certificates":[{"name":"a.test","id":"1"}]',
    ["followed by removed names"] = '"certificates":[],"removedCertificates":[7]',
  }) do
    it("is refused whole when its certificates are not " .. name, function()
      assert.same({ nil, "not a list of certificates" }, { parse('{"version":"e.1","routes":[],' .. part .. '}') })
    end)
  end

  it("may name certificates of hosts, of wildcards and for all others, or none", function()
    assert.is_table(parse('{"version":"e.1","routes":[]}'))
    assert.is_table(parse('{"version":"e.1","routes":[],"removedCertificates":["*.b.test"],"certificates":['
      .. '{"name":"a_1.test","id":"9f-1_a","trusted":true},{"name":"*.a.test","id":"2","trusted":false},'
      .. '{"name":"*","id":"3","trusted":false}]}'))
  end)

  it("is refused with any other status", function()
    assert.same({ nil, "status 401" }, { parse("{}", 401) })
  end)
end)

describe("following the control service", function()
  local sync, state, asked, tables, issued, timers, clock

  before_each(function()
    local ngx = doubles.install()
    asked, tables, issued, timers, clock = {}, {}, {}, {}, 100
    ngx.now = function() return clock end
    package.loaded["reveille.control"] = { ask = function(_, target)
      asked[#asked + 1] = target
      if target:match("^/v1/routes") then
        return { status = 200, headers = {}, body = table.remove(tables, 1) }
      end
      local name = target:match("^/v1/certificates/(.*)$")
      if not issued[name] then
        return { status = 404, headers = {}, body = "" }
      end
      return { status = 200, headers = {}, body = ('{"id":"%s","trusted":true,"certificate":'):format(issued[name])
        .. '"-----BEGIN CERTIFICATE-----","key":"-----BEGIN PRIVATE KEY-----"}' }
    end }
    ngx.timer.at = function(pause, run, delay)
      timers[#timers + 1] = { pause = pause, run = function() run(false, delay) end }
      return true
    end
    state = require "reveille.state"
    sync = require "reveille.sync"
    sync.start()
  end)

  local function next_poll()
    local timer = table.remove(timers, 1)
    timer.run()
    return timers[1].pause
  end

  local function answer(version, host, id)
    tables[#tables + 1] = ('{"version":"%s","full":true,'
      .. '"routes":[{"host":"%s","project":"p","state":"asleep","upstreams":[]}],'
      .. '"certificates":[{"name":"%s","id":"%s","trusted":true}]}'):format(version, host, host, id)
  end

  it("gives a version back as received once its certificates are here", function()
    issued["a.test"] = "1"
    answer("e.1", "a.test", "1")
    answer("e.1", "a.test", "1")
    assert.equal(0, next_poll())
    assert.equal("e.1", state.receipt())
    next_poll()
    assert.same({ "/v1/routes?wait=20s", "/v1/certificates/a.test", "/v1/routes?after=e.1&wait=20s" }, asked)
  end)

  it("asks often, and says nothing of it, while the control service starts too", function()
    local answered = require("reveille.control").ask
    require("reveille.control").ask = function() return nil, "connection refused" end
    assert.equal(0.05, next_poll())
    assert.equal(0.05, next_poll())
    assert.is_nil(state.failing())
    clock = clock + 5
    assert.equal(0.1, next_poll())
    assert.equal("connection refused", state.failing())
    require("reveille.control").ask = answered
    issued["a.test"] = "1"
    answer("e.1", "a.test", "1")
    assert.equal(0, next_poll())
    assert.is_nil(state.failing())
  end)

  it("goes on after an error that nobody foresaw", function()
    local apply = state.apply
    state.apply = function() error("bug") end
    answer("e.1", "a.test", "1")
    answer("e.2", "a.test", "1")
    assert.equal(0.1, next_poll())
    assert.matches("bug", state.failing())
    state.apply = apply
    issued["a.test"] = "1"
    assert.equal(0, next_poll())
    assert.equal("e.2", state.receipt())
  end)

  it("applies routes, and asks again at a growing distance, while a certificate cannot be had", function()
    for i = 1, 8 do
      answer("e." .. i, "a.test", "1")
    end
    local pauses = {}
    for i = 1, 7 do
      pauses[i] = next_poll()
    end
    assert.same({ 0.1, 0.2, 0.4, 0.8, 1.6, 2, 2 }, pauses)
    assert.equal("asleep", state.route("a.test").state)
    assert.equal("e.7", state.version())
    assert.is_nil(state.receipt())
    assert.is_nil(state.failing())
    assert.equal(1, #ngx.logged)
    issued["a.test"] = "1"
    assert.equal(0, next_poll())
    assert.equal("e.8", state.receipt())
  end)
end)
