-- access_by_lua after every upstream of a running project refused.
local hook = require "reveille.hook"

return hook.stale
