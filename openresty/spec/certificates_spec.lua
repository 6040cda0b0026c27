local doubles = require "doubles"

describe("a handshake", function()
  local certificates, handshakes, sni, shown, parsed, waited_for, comes

  -- What OpenSSL holds of nginx's own certificate, until Lua clears it.
  local STATIC = "static"

  before_each(function()
    doubles.install()
    sni, shown, parsed, waited_for, comes = nil, STATIC, 0, nil, function() end
    package.loaded["resty.lrucache"] = { new = function()
      local values = {}
      return {
        get = function(_, key) return values[key] end,
        set = function(_, key, value) values[key] = value end,
      }
    end }
    package.loaded["ngx.ssl"] = {
      server_name = function() return sni end,
      parse_pem_cert = function(pem)
        parsed = parsed + 1
        if pem == "garbage" then
          return nil, "no start line"
        end
        return pem
      end,
      parse_pem_priv_key = function(pem) return pem end,
      clear_certs = function()
        shown = nil
        return true
      end,
      set_cert = function(chain)
        shown = chain
        return true
      end,
      set_priv_key = function(key)
        if key == "mismatch" then
          return nil, "key values mismatch"
        end
        return true
      end,
    }
    package.loaded["reveille.on_demand"] = { wait = function(name)
      waited_for = name
      comes()
    end }
    certificates = require "reveille.certificate_state"
    handshakes = require "reveille.certificates"
  end)

  after_each(function()
    package.loaded["resty.lrucache"] = nil
    package.loaded["ngx.ssl"] = nil
  end)

  local function keep(name, pem)
    certificates.store("id-" .. pem, pem)
    certificates.point(name, "id-" .. pem, true)
  end

  local function shown_to(name, may_wait)
    sni, shown = name, STATIC
    handshakes.present(may_wait ~= false)
    return shown
  end

  it("shows the certificate of the very name, else of its wildcard, else the default", function()
    keep("a.shop.test", "own")
    keep("*.shop.test", "wildcard")
    keep("*", "default")
    assert.equal("own", shown_to("a.shop.test"))
    assert.equal("wildcard", shown_to("b.shop.test"))
    assert.is_nil(waited_for)
    assert.equal("default", shown_to("x.b.shop.test"))
    assert.equal("default", shown_to("localhost"))
    assert.equal("default", shown_to(nil))
  end)

  it("shows nginx's own when there is none at all", function()
    assert.equal(STATIC, shown_to("a.test"))
    assert.equal(STATIC, shown_to(nil))
  end)

  it("takes names as they are written, and nothing that is no name", function()
    keep("a.test", "own")
    keep("*", "default")
    assert.equal("own", shown_to("A.Test."))
    for _, name in ipairs({ "pem:id-own", "a.test\0", "a test", ".", "*", ("a"):rep(255) }) do
      waited_for = nil
      assert.equal("default", shown_to(name))
      assert.is_nil(waited_for)
    end
  end)

  it("waits for a certificate that may come, and shows it", function()
    keep("*", "default")
    comes = function() keep("new.test", "new") end
    assert.equal("new", shown_to("new.test"))
    assert.equal("new.test", waited_for)
  end)

  it("gets the default when none came, and where it must not wait", function()
    keep("*", "default")
    assert.equal("default", shown_to("new.test"))
    waited_for = nil
    assert.equal("default", shown_to("new.test", false))
    assert.is_nil(waited_for)
  end)

  it("parses a certificate once", function()
    keep("a.test", "own")
    shown_to("a.test")
    shown_to("a.test")
    assert.equal(1, parsed)
  end)

  it("finds the new certificate when the old one is removed while it looks", function()
    keep("a.test", "old")
    keep("*", "default")
    local pem = certificates.pem
    certificates.pem = function(id)
      if id == "id-old" then
        keep("a.test", "new")
        return nil
      end
      return pem(id)
    end
    assert.equal("new", shown_to("a.test"))
  end)

  it("goes on to the next certificate when one cannot be parsed or used, and says so once", function()
    keep("a.test", "garbage")
    keep("b.test", "mismatch")
    keep("*.test", "wildcard")
    for _ = 1, 3 do
      assert.equal("wildcard", shown_to("a.test"))
      assert.equal("wildcard", shown_to("b.test"))
    end
    assert.equal(2, #ngx.logged)
  end)

  it("shows the default when choosing fails", function()
    keep("*", "default")
    comes = function() error("bug") end
    assert.equal("default", shown_to("a.test"))
    assert.matches("bug", ngx.logged[1])
  end)
end)
