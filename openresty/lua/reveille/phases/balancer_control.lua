-- balancer_by_lua of the control service, for the event stream that is proxied to it.
local set_current_peer = require("ngx.balancer").set_current_peer
local control = require("reveille.settings").control

return function()
  local ok, err = set_current_peer(control.host, control.port)
  if not ok then
    ngx.log(ngx.ERR, "Cannot use the control service's address host=", control.host, " err=", err)
  end
end
