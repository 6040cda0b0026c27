-- balancer_by_lua of the projects.
local balance = require "reveille.balance"

return balance.project
