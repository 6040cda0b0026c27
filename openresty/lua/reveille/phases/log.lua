-- log_by_lua of every request, at its end.
local access_log = require "reveille.access_log"
local activity = require "reveille.activity"
local settings = require "reveille.settings"

return settings.access_log == "json" and access_log.finish or activity.finish
