local doubles = require "doubles"
local control = require "reveille.control"

local function read(...)
  return control.read(doubles.socket(...), 2000)
end

describe("an answer of the control service", function()
  it("is read by its length", function()
    local answer = read("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}HTTP")
    assert.same({
      status = 200,
      headers = { ["content-type"] = "application/json", ["content-length"] = "7" },
      body = '{"a":1}',
    }, answer)
  end)

  it("is read in chunks, with extensions and trailers", function()
    local answer = read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nrout\r\n",
      "A\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n")
    assert.equal("rout0123456789", answer.body)
  end)

  it("is read until the connection ends where neither is said, and the connection is not kept", function()
    local answer = read("HTTP/1.1 200 OK\r\n\r\nall of it")
    assert.equal("all of it", answer.body)
    assert.equal("close", answer.headers.connection)
  end)

  it("is a value whatever its status", function()
    assert.equal(503, read("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n").status)
    assert.equal("2", read("HTTP/1.1 429 \r\nRetry-After: 2 \r\nContent-Length: 0\r\n\r\n").headers["retry-after"])
  end)

  for name, pieces in pairs({
    ["the status line"] = { "HTTP/1.1 20" },
    ["the headers"] = { "HTTP/1.1 200 OK\r\nContent-" },
    ["the body"] = { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort" },
    ["a chunk"] = { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nshort" },
    ["its last chunk"] = { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n" },
  }) do
    it("is an error when it is cut off in " .. name, function()
      local answer, err = read(unpack(pieces))
      assert.is_nil(answer)
      assert.equal("closed", err)
    end)
  end

  it("is an error when it is not HTTP", function()
    assert.same({ nil, "malformed status line" }, { read("SSH-2.0\r\n") })
    assert.same({ nil, "malformed header" }, { read("HTTP/1.1 200 OK\r\nno colon\r\n\r\n") })
  end)

  it("is waited for in slices, also within its first line", function()
    local answer = read({ err = "timeout" }, "HTTP/1.1 2", { err = "timeout" }, "00 OK\r\nContent-Length: 0\r\n\r\n")
    assert.equal(200, answer.status)
  end)

  it("is not waited for beyond the limit", function()
    local silence = { err = "timeout" }
    local answer, err = control.read(doubles.socket(silence, silence, silence, silence), 1000)
    assert.is_nil(answer)
    assert.equal("timeout", err)
  end)

  it("is not waited for once the caller gives up", function()
    local looks = 0
    local socket = doubles.socket({ err = "timeout" }, { err = "timeout" }, "HTTP/1.1 200 OK\r\n")
    local answer, err = control.read(socket, 60000, function()
      looks = looks + 1
      return looks == 2
    end)
    assert.is_nil(answer)
    assert.equal("given up", err)
  end)
end)
