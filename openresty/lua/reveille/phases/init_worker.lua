-- init_worker_by_lua: one worker follows the route table for all, and reports what all of them count.
local activity_sync = require "reveille.activity_sync"
local sync = require "reveille.sync"

return function()
  local is_first = ngx.worker.id() == 0
  activity_sync.start(is_first)
  if is_first then
    sync.start()
  end
end
