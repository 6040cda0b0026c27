local resend = require "reveille.resend"

local function safe(facts)
  return resend.safe({
    method = facts.method or "GET",
    sent = facts.sent or false,
    silent = facts.silent or false,
    length = facts.length,
    unsized = facts.unsized or false,
    held = facts.held or 0,
  })
end

describe("a request whose upstream failed", function()
  it("is sent again when nothing of it was sent", function()
    assert.is_true(safe({ method = "GET" }))
    assert.is_true(safe({ method = "POST", length = 7, held = 7 }))
    assert.is_true(safe({ method = "POST", length = 0 }))
  end)

  it("is sent again when it is idempotent", function()
    assert.is_true(safe({ method = "GET", sent = true }))
    assert.is_true(safe({ method = "DELETE", sent = true }))
    assert.is_false(safe({ method = "POST", sent = true, length = 7, held = 7 }))
    assert.is_false(safe({ method = "PATCH", sent = true }))
  end)

  it("is not sent again with half a body", function()
    assert.is_false(safe({ method = "POST", length = 5000000, held = 16384 }))
    assert.is_false(safe({ method = "PUT", length = 7, held = 0, sent = true }))
    assert.is_false(safe({ method = "POST", unsized = true, held = 7 }))
    assert.is_false(safe({ method = "GET", unsized = true }))
    assert.is_false(safe({ method = "POST", held = 7 }))
  end)

  it("is not sent again when the upstream took it and fell silent", function()
    assert.is_false(safe({ method = "GET", sent = true, silent = true }))
  end)
end)
