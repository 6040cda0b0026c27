local doubles = require "doubles"

describe("requests that do not count as use", function()
  local ignores

  before_each(function()
    doubles.install()
    ignores = require "reveille.ignores"
  end)

  local function match(rules, path, agent)
    return ignores.match(rules, { uri = path, http_user_agent = agent })
  end

  it("are none when nothing is said of them, and nothing is read for it", function()
    assert.is_nil(ignores.compile(nil, nil))
    assert.is_nil(ignores.compile({}, {}))
    assert.is_false(ignores.match(nil, nil))
  end)

  it("are known by their whole path, or by how it begins", function()
    local rules = ignores.compile({ "/health", "/poll/*" }, nil)
    assert.is_true(match(rules, "/health"))
    assert.is_false(match(rules, "/health/deep"))
    assert.is_true(match(rules, "/poll/a/b"))
    assert.is_false(match(rules, "/polls"))
  end)

  it("are known by a part of the user agent, in any case", function()
    local rules = ignores.compile(nil, { "UptimeRobot" })
    assert.is_true(match(rules, "/", "Mozilla/5.0 (compatible; uptimerobot/2.0)"))
    assert.is_false(match(rules, "/", "Mozilla/5.0"))
    assert.is_false(match(rules, "/", nil))
  end)

  it("read only the variable that a rule is about", function()
    local strict = setmetatable({}, { __index = function(_, name) error(name .. " was read") end })
    assert.is_false(pcall(ignores.match, ignores.compile({ "/health" }, nil), strict))
    assert.is_false(ignores.match(ignores.compile(nil, { "probe" }),
      setmetatable({ http_user_agent = "" }, getmetatable(strict))))
  end)

  it("are a list of strings, or nothing", function()
    assert.is_true(ignores.valid(nil))
    assert.is_true(ignores.valid({ "/health" }))
    assert.is_false(ignores.valid({ 7 }))
    assert.is_false(ignores.valid("/health"))
  end)
end)
