local doubles = require "doubles"

describe("HTTPS of a routed host", function()
  local https, certificates, settings, redirected, method

  before_each(function()
    local ngx = doubles.install()
    redirected, method = nil, "GET"
    ngx.req = { get_method = function() return method end }
    ngx.redirect = function(url, status) redirected = status .. " " .. url end
    settings = require "reveille.settings"
    settings.scheme, settings.ports = "scheme", { http = 80, https = 443 }
    certificates = require "reveille.certificate_state"
    https = require "reveille.https"
    local lookup = require "reveille.lookup"
    local on = true
    lookup.gateway = function() return { httpsRedirect = on } end
    ngx.var.scheme, ngx.var.request_uri, ngx.var.http_host = "http", "/a%20b?c=d", "shop.test"
  end)

  local function visit(host, hsts)
    redirected = nil
    https.enforce(host, { hsts = hsts })
    return redirected
  end

  it("is where visitors are sent when browsers trust its certificate", function()
    certificates.point("shop.test", "1", true)
    certificates.point("*.wild.test", "2", true)
    certificates.point("own.test", "3", false)
    certificates.point("*", "4", true)
    assert.equal("301 https://shop.test/a%20b?c=d", visit("shop.test"))
    assert.equal("301 https://a.wild.test/a%20b?c=d", visit("a.wild.test"))
    assert.is_nil(visit("own.test"))
    assert.is_nil(visit("other.test"))
    assert.equal("", ngx.var.reveille_wake)
  end)

  it("is where a request with a body is sent with its method", function()
    certificates.point("shop.test", "1", true)
    for each, status in pairs({ GET = 301, HEAD = 301, POST = 308, PUT = 308, OPTIONS = 308 }) do
      method = each
      assert.matches("^" .. status .. " ", visit("shop.test"))
    end
  end)

  it("is there already when the connection, or a trusted proxy, says so", function()
    certificates.point("shop.test", "1", true)
    ngx.var.scheme = "https"
    assert.is_nil(visit("shop.test"))
    settings.scheme = "forwarded_proto"
    ngx.var.scheme, ngx.var.forwarded_proto = "http", "HTTPS, http"
    assert.is_nil(visit("shop.test"))
    ngx.var.forwarded_proto = "http"
    assert.is_string(visit("shop.test"))
  end)

  it("is told to browsers, over HTTPS only", function()
    visit("shop.test", "max-age=60")
    assert.is_nil(ngx.var.reveille_hsts)
    ngx.var.scheme = "https"
    visit("shop.test", "max-age=60")
    assert.equal("max-age=60", ngx.var.reveille_hsts)
  end)

  it("is at the port listened on, unless ports are mapped outside", function()
    assert.equal("", https.port_suffix("shop.test", { http = 80, https = 443 }))
    assert.equal(":8443", https.port_suffix("shop.test:8080", { http = 8080, https = 8443 }))
    assert.equal(":8443", https.port_suffix("shop.test", { http = 80, https = 8443 }))
    assert.equal("", https.port_suffix("shop.test", { http = 8080, https = 8443 }))
    assert.equal("", https.port_suffix(nil, { http = 8080, https = 8443 }))
  end)

  it("is demanded for the dashboard, whatever browsers think of the certificate", function()
    https.demand("reveille.test")
    assert.equal("301 https://reveille.test/a%20b?c=d", redirected)
    redirected = nil
    ngx.var.scheme = "https"
    https.demand("reveille.test")
    assert.is_nil(redirected)
  end)
end)
