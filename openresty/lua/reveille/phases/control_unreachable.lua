-- content_by_lua when the control service refused what is passed on to it: the loading page's event stream, or the
-- dashboard.
local answers = require "reveille.answers"
local settings = require "reveille.settings"
local visits = require "reveille.visit"

return function()
  local visit = visits.current()
  if visit.host == settings.admin_host then
    return answers.control_unreachable(visit, "It shows the dashboard.")
  end
  visit.navigation = false
  return answers.control_unreachable(visit, "It cannot tell how far the wake is.")
end
