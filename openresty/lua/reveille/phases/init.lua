-- init_by_lua, in the master. Loads every module, since the workers may not be allowed to read the files.
local pages = require "reveille.pages"
local settings = require "reveille.settings"

return function()
  settings.read(ngx.config.prefix())
  pages.load(settings.pages)
  for _, phase in ipairs({ "init_worker", "ssl_certificate", "access", "acme_challenge", "balancer",
    "balancer_control", "stale", "unavailable", "wake_events", "control_unreachable" }) do
    require("reveille.phases." .. phase)
  end
end
