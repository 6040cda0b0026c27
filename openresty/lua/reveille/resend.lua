-- Whether a request whose upstream failed may be sent to another one. Pure.
--
-- facts = {
--   method = "POST",
--   sent = true,          -- anything of it reached an upstream
--   silent = false,       -- an upstream took it, and then did not answer in time
--   length = 1234,        -- Content-Length, or nil
--   unsized = false,      -- it has, or over HTTP/2 may have, a body that no Content-Length announces
--   held = 1234,          -- bytes of the body that are still in memory
-- }

local IDEMPOTENT = { GET = true, HEAD = true, OPTIONS = true, TRACE = true, PUT = true, DELETE = true }

local _M = {}

-- A body is streamed: what an upstream was sent of it is gone, and what has not come yet cannot be read any more.
local function body_is_whole(facts)
  return not facts.unsized and (facts.length or 0) == facts.held
end

function _M.safe(facts)
  if facts.silent or not body_is_whole(facts) then
    return false
  end
  return not facts.sent or IDEMPOTENT[facts.method] == true
end

return _M
