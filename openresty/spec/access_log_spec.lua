local doubles = require "doubles"

describe("the JSON access log", function()
  local access_log, activity, ngx

  before_each(function()
    ngx = doubles.install()
    ngx.status, ngx.request, ngx.var.host, ngx.var.bytes_sent = 200, "request 1", "a.test", "10"
    require("reveille.state").apply({ version = "e.1", full = true, routes = {
      { host = "a.test", project = "shop", state = "running", upstreams = { "172.18.0.3:80" } },
      { host = "b.test", project = "blog", state = "asleep", upstreams = {} },
    } })
    activity = require "reveille.activity"
    access_log = require "reveille.access_log"
  end)

  it("names the project that a request went on to, which is counted as ever", function()
    activity.begin(require("reveille.lookup").find("a.test"))
    ngx.var.host = "gone.test"
    access_log.finish()
    assert.equal("shop", ngx.var.reveille_project)
    assert.same({}, activity.open())
  end)

  it("names the project for which the gateway answered", function()
    ngx.var.host = "b.test"
    access_log.finish()
    assert.equal("blog", ngx.var.reveille_project)
  end)

  it("names none where the host has none", function()
    ngx.var.host = "unknown.test"
    access_log.finish()
    assert.equal("", ngx.var.reveille_project)
  end)
end)
