local doubles = require "doubles"

describe("a CA's question", function()
  local challenges, method, asked, answer, answered

  before_each(function()
    local ngx = doubles.install()
    method, asked, answered = "GET", {}, nil
    answer = { status = 200, headers = {}, body = "token.thumbprint" }
    ngx.req = { get_method = function() return method end }
    package.loaded["reveille.control"] = { ask = function(_, target)
      asked[#asked + 1] = target
      if answer then
        return answer
      end
      return nil, "timeout"
    end }
    package.loaded["reveille.answers"] = { challenge = function(body) answered = body end }
    challenges = require "reveille.challenges"
  end)

  local function ask(token)
    ngx.var.uri = "/.well-known/acme-challenge/" .. token
    return challenges.answer()
  end

  it("is answered when its token is known", function()
    ask("evaGxfADs6pSRb2LAv9IZ-_x")
    assert.same({ "/v1/acme-challenges/evaGxfADs6pSRb2LAv9IZ-_x" }, asked)
    assert.equal("token.thumbprint", answered)
  end)

  it("is none of ours when it is not well-formed", function()
    for _, token in ipairs({ "", "a/b", "a.b", "../a", "a b", "a%2fb", ("a"):rep(129) }) do
      ask(token)
    end
    method = "POST"
    ask("token")
    assert.same({}, asked)
  end)

  it("goes on to the project when its token is unknown, and is not passed on again at once", function()
    answer = { status = 404, headers = {}, body = "" }
    ask("other")
    ask("other")
    assert.equal(1, #asked)
    assert.is_nil(answered)
  end)

  it("goes on to the project when the control service is away, which is not tried for each token", function()
    answer = nil
    ask("one")
    ask("two")
    assert.equal(1, #asked)
    assert.is_nil(answered)
  end)
end)
