-- access_by_lua of the dashboard's host: tells the control service that it is us who say where the visitor comes from.
local settings = require "reveille.settings"

return function()
  ngx.var.reveille_wake = ""
  ngx.var.gateway_token = settings.token
end
