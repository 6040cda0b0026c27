-- content_by_lua when the control service refused the loading page's event stream.
local answers = require "reveille.answers"
local visits = require "reveille.visit"

return function()
  local visit = visits.current()
  visit.navigation = false
  return answers.control_unreachable(visit, "It cannot tell how far the wake is.")
end
