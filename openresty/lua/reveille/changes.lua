-- Numbered changes, by which workers follow what they share.
--
-- reveille_sync     sequence         number of the last change
--                   change:<n>       JSON list of the route patterns that change n touched, short-lived

local cjson = require "cjson.safe"
local shared = require "reveille.shared"

local dict, write = shared.sync, shared.write
local log, ERR = ngx.log, ngx.ERR

-- A worker that has not looked for so long reads the whole table instead.
local CHANGE_SECONDS = 60
-- More patterns than this in one change: reading the whole table is as cheap, so they are not listed.
local CHANGE_LIMIT = 2000

local _M = {}

function _M.sequence()
  return dict:get("sequence") or 0
end

-- The patterns that change `number` touched, or nil when that is no longer known.
function _M.get(number)
  local json = dict:get("change:" .. number)
  return json and cjson.decode(json)
end

-- Tells the workers which patterns changed, after their routes were written; none where it was the gateway's settings.
-- Writers may race: a number belongs to whoever adds its entry, and the sequence only ever counts entries that exist.
function _M.add(patterns)
  local list = #patterns <= CHANGE_LIMIT and cjson.encode(patterns) or "too many"
  local number = _M.sequence()
  repeat
    number = number + 1
    local ok, err = write(dict, "add", "change:" .. number, list, CHANGE_SECONDS)
  until ok or err ~= "exists"
  local _, err = dict:incr("sequence", 1, 0)
  if err then
    log(ERR, "Cannot count a change of routes err=", err)
  end
end

return _M
