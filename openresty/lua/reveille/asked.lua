-- What the control service has been asked a moment ago, so that no flood of handshakes or requests becomes a flood of
-- questions. Each entry may be dropped at any time: that costs one question more. Visitors choose the names here, so
-- these have a dict of their own, where they cannot push out anything else.
--
-- reveille_asked   asking:<name>      a certificate is being asked for          on_demand.lua, while it is
--                  refused:<name>     there is none                             on_demand.lua, for its Retry-After
--                  token:<token>      no such challenge                         challenges.lua
--                  tokens             challenges cannot be asked for            challenges.lua

local asked = require("reveille.shared").asked

local _M = {}

-- True for the first caller, until `seconds` are over or the mark is removed.
function _M.first(mark, seconds)
  return (asked:add(mark, true, seconds))
end

function _M.remember(mark, seconds)
  asked:set(mark, true, seconds)
end

function _M.is(mark)
  return asked:get(mark) ~= nil
end

function _M.forget(mark)
  asked:delete(mark)
end

return _M
