local doubles = require "doubles"

describe("a route's replicas", function()
  local balance, route

  before_each(function()
    doubles.install()
    package.loaded["ngx.balancer"] = {}
    balance = require "reveille.balance"
    route = { turn = 0, peers = { { address = "a:1" }, { address = "b:1" }, { address = "c:1" } } }
  end)

  local function chosen(times, time)
    local addresses = {}
    for i = 1, times do
      addresses[i] = balance.choose(route, time or 0).address
    end
    return table.concat(addresses, " ")
  end

  it("take turns", function()
    assert.equal("a:1 b:1 c:1 a:1", chosen(4))
  end)

  it("are skipped for two seconds after they refused", function()
    balance.mark_down(route, "b:1", 10)
    assert.equal("a:1 c:1 a:1", chosen(3, 11.9))
    assert.equal("b:1 c:1", chosen(2, 12))
  end)

  it("are all tried when all refused", function()
    for _, address in ipairs({ "a:1", "b:1", "c:1" }) do
      balance.mark_down(route, address, 10)
    end
    assert.equal("a:1 b:1 c:1", chosen(3, 11))
  end)

  it("are known by what nginx says it has tried", function()
    assert.equal("172.18.0.3:80", balance.last_tried("172.18.0.3:80"))
    assert.equal("172.18.0.3:80", balance.last_tried("172.18.0.3:80 : "))
    assert.equal("172.18.0.4:80", balance.last_tried("172.18.0.3:80, 172.18.0.4:80 : "))
    assert.equal("[fd00::3]:80", balance.last_tried("172.18.0.3:80, [fd00::3]:80 : "))
    assert.is_nil(balance.last_tried(nil))
  end)
end)
