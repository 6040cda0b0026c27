local pages = require "reveille.pages"

local FOLDER = "openresty/pages/"
local NAMES = { "loading", "not-found", "autostart-off", "failed" }

local function values(changes)
  local all = { host = "shop.test", project = "shop", title = "Title", message = "db is healthy", status = 502,
    retryAfter = 2, nonce = "abc123" }
  for name, value in pairs(changes or {}) do
    all[name] = value
  end
  return all
end

describe("a template", function()
  it("has its placeholders filled, and unknown ones emptied", function()
    assert.equal("a shop.test b  c", pages.fill("a {{host}} b {{other}} c", { host = "shop.test" }))
  end)

  it("has every value escaped, and values are not templates", function()
    assert.equal("&lt;b a=&quot;&#39;&amp;&quot;&gt; {{x}} %1",
      pages.fill("{{host}}", { host = "<b a=\"'&\"> {{x}} %1", x = "no" }))
  end)

  it("has numbers and nothing", function()
    assert.equal("502 ", pages.fill("{{status}} {{retryAfter}}", { status = 502 }))
  end)
end)

describe("progress", function()
  it("names the services and their states", function()
    assert.equal("db is healthy, web is starting", pages.progress({ phase = "starting", steps = {
      { service = "db", state = "healthy" }, { service = "web", state = "starting" },
    } }))
  end)

  it("tells the place in the queue", function()
    assert.equal("waiting for other projects, number 2 in the queue",
      pages.progress({ phase = "queued", queuePosition = 2 }))
  end)

  it("says something when nothing is known", function()
    assert.equal("starting", pages.progress({}))
  end)
end)

describe("a built-in page", function()
  setup(function()
    pages.load({ "no/such/folder/", FOLDER })
  end)

  for _, name in ipairs(NAMES) do
    it(name .. " is small, whole and accessible", function()
      local body, policy = pages.render(name, values())
      assert.is_true(#body < 8192)
      assert.is_nil(body:find("{{", 1, true))
      assert.is_truthy(body:find('<html lang="en">', 1, true))
      local _, headings = body:gsub("<h1>", "")
      assert.equal(1, headings)
      assert.is_truthy(policy:find("'nonce-abc123'", 1, true))
      assert.is_nil(body:find('[sh][rt][ce]f?="http'), "self-contained")
    end)

    it(name .. " shows a hostile host as text", function()
      local body = pages.render(name, values({ host = "<script>alert(1)</script>", title = "<img>", message = "<i>" }))
      assert.is_nil(body:find("<script>alert", 1, true))
      assert.is_nil(body:find("<img>", 1, true))
    end)
  end

  it("loading tells of steps as they come, and works without JavaScript", function()
    local body = pages.render("loading", values())
    assert.is_truthy(body:find('role="status" aria-live="polite">db is healthy<', 1, true))
    assert.is_truthy(body:find('<noscript><meta http-equiv="refresh" content="2"></noscript>', 1, true))
    assert.is_truthy(body:find("/.well-known/reveille/wake-events", 1, true))
  end)

  it("failed tells the reason and offers another try", function()
    local body = pages.render("failed", values({ message = "container shop-web-1 exited with 3" }))
    assert.is_truthy(body:find("container shop-web-1 exited with 3", 1, true))
    assert.is_truthy(body:find('<a href="">Try again</a>', 1, true))
    assert.is_truthy(body:find('<meta http-equiv="refresh" content="">', 1, true), "stays")
  end)
end)

describe("a page of one's own", function()
  local folder

  setup(function()
    folder = os.tmpname()
    os.remove(folder)
    assert(os.execute("mkdir " .. folder))
    local file = assert(io.open(folder .. "/not-found.html", "w"))
    file:write("<h1>{{host}} is not ours</h1>")
    file:close()
    pages.load({ folder .. "/", FOLDER })
  end)

  teardown(function()
    os.remove(folder .. "/not-found.html")
    os.remove(folder)
  end)

  it("replaces the built-in one, without a policy that it was not made for", function()
    local body, policy = pages.render("not-found", values())
    assert.equal("<h1>shop.test is not ours</h1>", body)
    assert.is_nil(policy)
  end)

  it("leaves the others as they are", function()
    assert.is_truthy((pages.render("failed", values())):find("Try again", 1, true))
  end)
end)
