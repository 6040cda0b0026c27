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
    local parsed = parse('{"version":"e.1","full":true,"routes":[{"host":"a.test","state":"asleep","upstreams":[]}]}')
    assert.equal("a.test", parsed.routes[1].host)
  end)

  for name, body in pairs({
    ["JSON"] = "{",
    ["an object"] = "7",
    ["versioned"] = '{"routes":[]}',
    ["complete"] = '{"version":"e.1"}',
    ["made of routes"] = '{"version":"e.1","full":true,"routes":[{"host":"a.test"}]}',
    ["free of nulls"] = '{"version":"e.1","full":true,"routes":[{"host":"a.test","state":"asleep","upstreams":null}]}',
  }) do
    it("is refused whole when it is not " .. name, function()
      local parsed, err = parse(body)
      assert.is_nil(parsed)
      assert.is_string(err)
    end)
  end

  it("is refused with any other status", function()
    assert.same({ nil, "status 401" }, { parse("{}", 401) })
  end)
end)
