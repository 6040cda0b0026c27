local doubles = require "doubles"

describe("certificates in a table", function()
  local syncing, certificates, fetched, offered, exiting

  before_each(function()
    local ngx = doubles.install()
    fetched, offered, exiting = {}, {}, false
    ngx.worker.exiting = function() return exiting end
    package.loaded["reveille.certificate_fetch"] = {
      is_id = function() return true end,
      fetch = function(name)
        fetched[#fetched + 1] = name
        local id = offered[name]
        if not id then
          return nil, "status 500", 2
        end
        return { id = id, trusted = true, pem = "PEM " .. id }
      end,
    }
    certificates = require "reveille.certificate_state"
    syncing = require "reveille.certificate_sync"
  end)

  local function apply(full, names, removed)
    local list = {}
    for name, id in pairs(names) do
      list[#list + 1] = { name = name, id = id, trusted = id ~= "untrusted" }
    end
    return syncing.apply({ full = full, certificates = list, removedCertificates = removed })
  end

  local function offer(names)
    for name, id in pairs(names) do
      offered[name] = id
    end
    return names
  end

  local function shown(name)
    local id = certificates.id(name)
    return id and certificates.pem(id)
  end

  it("are fetched and shown by name", function()
    assert.is_true(apply(true, offer({ ["a.test"] = "1", ["*.b.test"] = "2", ["*"] = "3" })))
    assert.equal("PEM 1", shown("a.test"))
    assert.same({ "2", true }, { certificates.covering("x.b.test") })
    assert.equal("PEM 3", shown("*"))
  end)

  it("are fetched once where names share one, and not again when they are here", function()
    offer({ ["a.test"] = "1", ["b.test"] = "1" })
    apply(true, { ["a.test"] = "1", ["b.test"] = "1" })
    apply(true, { ["a.test"] = "1", ["b.test"] = "1" })
    assert.equal(1, #fetched)
    assert.equal("PEM 1", shown("b.test"))
  end)

  it("are replaced by name, and forgotten when no name uses them any more", function()
    apply(true, offer({ ["a.test"] = "1", ["b.test"] = "1" }))
    apply(false, offer({ ["a.test"] = "2" }))
    assert.equal("PEM 2", shown("a.test"))
    assert.equal("PEM 1", shown("b.test"))
    apply(false, offer({ ["b.test"] = "2" }))
    assert.is_nil(certificates.pem("1"))
  end)

  it("go with their names: those that are removed, and those that a full table no longer has", function()
    apply(true, offer({ ["a.test"] = "1", ["b.test"] = "2", ["c.test"] = "3" }))
    apply(false, {}, { "a.test" })
    assert.is_nil(shown("a.test"))
    assert.is_nil(certificates.pem("1"))
    apply(true, { ["c.test"] = "3" })
    assert.same({ "c.test" }, certificates.names())
    assert.is_nil(certificates.pem("2"))
  end)

  it("stay when the table does not speak of any", function()
    apply(true, offer({ ["a.test"] = "1" }))
    assert.is_true(syncing.apply({ full = true }))
    assert.equal("PEM 1", shown("a.test"))
  end)

  it("keep a name's old one until the new one can be had, and the others go on", function()
    apply(true, offer({ ["a.test"] = "1", ["b.test"] = "2" }))
    offer({ ["b.test"] = "4" })
    local ok, err = apply(true, { ["a.test"] = "3", ["b.test"] = "4" })
    assert.is_nil(ok)
    assert.equal("certificate of a.test: it has just been replaced", err)
    assert.equal("PEM 1", shown("a.test"))
    assert.equal("PEM 4", shown("b.test"))
    offer({ ["a.test"] = "3" })
    assert.is_true(apply(true, { ["a.test"] = "3", ["b.test"] = "4" }))
    assert.equal("PEM 3", shown("a.test"))
  end)

  it("tell which one failed", function()
    assert.same({ nil, "certificate of a.test: status 500" }, { apply(true, { ["a.test"] = "1" }) })
  end)

  it("are known as trusted or not, also when only that changes", function()
    apply(true, offer({ ["a.test"] = "untrusted" }))
    assert.same({ "untrusted", false }, { certificates.covering("a.test") })
    syncing.apply({ full = false, certificates = { { name = "a.test", id = "untrusted", trusted = true } } })
    assert.same({ "untrusted", true }, { certificates.covering("a.test") })
  end)

  it("are left to the next worker when this one ends", function()
    exiting = true
    assert.is_nil(apply(true, offer({ ["a.test"] = "1" })))
    assert.same({}, fetched)
  end)
end)

describe("a certificate's answer", function()
  local fetching, answer, target

  before_each(function()
    doubles.install()
    package.loaded["reveille.control"] = { ask = function(_, asked)
      target = asked
      if type(answer) == "string" then
        return nil, answer
      end
      return answer
    end }
    fetching = require "reveille.certificate_fetch"
  end)

  local CHAIN, KEY = '"-----BEGIN CERTIFICATE-----\\n"', '"-----BEGIN EC PRIVATE KEY-----\\n"'

  local function body(id, chain, key)
    return ('{"name":"a.test","id":"%s","trusted":true,"certificate":%s,"key":%s}'):format(id, chain, key)
  end

  it("is chain and key in one PEM", function()
    answer = { status = 200, headers = {}, body = body("9f", CHAIN, KEY) }
    assert.same({
      id = "9f", trusted = true,
      pem = "-----BEGIN CERTIFICATE-----\n\n-----BEGIN EC PRIVATE KEY-----\n",
    }, fetching.fetch("a.test", 0))
    assert.equal("/v1/certificates/a.test", target)
  end)

  it("is asked for with its star encoded, and waited for", function()
    answer = { status = 200, headers = {}, body = body("9f", CHAIN, KEY) }
    fetching.fetch("*.a.test", 1500)
    assert.equal("/v1/certificates/%2A.a.test?wait=2s", target)
  end)

  for name, bad in pairs({
    ["no JSON"] = "{",
    ["no chain"] = body("9f", "null", KEY),
    ["no key"] = body("9f", CHAIN, '"secret"'),
    ["no usable id"] = body("a b", CHAIN, KEY),
  }) do
    it("is refused when it is or has " .. name, function()
      answer = { status = 200, headers = {}, body = bad }
      assert.same({ nil, "not a certificate and its key in PEM", 2 }, { fetching.fetch("a.test", 0) })
    end)
  end

  it("that there is none holds for its Retry-After, within reason", function()
    for retry_after, seconds in pairs({ ["30"] = 30, ["0"] = 1, ["999999"] = 3600, soon = 60 }) do
      answer = { status = 404, headers = { ["retry-after"] = retry_after }, body = "" }
      assert.same({ nil, "none", seconds }, { fetching.fetch("a.test", 0) })
    end
  end)

  it("that does not come is asked for again soon", function()
    answer = "timeout"
    assert.same({ nil, "timeout", 2 }, { fetching.fetch("a.test", 0) })
    answer = { status = 503, headers = {}, body = "" }
    assert.same({ nil, "status 503", 2 }, { fetching.fetch("a.test", 0) })
  end)
end)
