-- log_by_lua of every request, at its end.
local activity = require "reveille.activity"

return activity.finish
