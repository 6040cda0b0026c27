-- init_by_lua, in the master. Loads every module, since the workers may not be allowed to read the files.
local activity_state = require "reveille.activity_state"
local pages = require "reveille.pages"
local settings = require "reveille.settings"

return function()
  settings.read(ngx.config.prefix())
  pages.load(settings.pages)
  activity_state.init()
  for _, phase in ipairs({ "init_worker", "ssl_certificate", "access", "acme_challenge", "balancer",
    "balancer_control", "dashboard", "stale", "unavailable", "wake_events", "control_unreachable", "log" }) do
    require("reveille.phases." .. phase)
  end
end
