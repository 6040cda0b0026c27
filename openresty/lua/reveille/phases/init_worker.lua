-- init_worker_by_lua: one worker follows the route table for all.
local sync = require "reveille.sync"

return function()
  if ngx.worker.id() == 0 then
    sync.start()
  end
end
