-- access_by_lua of the loading page's event stream.
local hook = require "reveille.hook"

return function()
  return hook.wake_events(ngx.var.host)
end
