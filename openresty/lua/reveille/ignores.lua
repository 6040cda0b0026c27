-- Requests that do not count as use: health checks, monitors, open tabs that poll. Pure.
--
-- Rules are { exact = { ["/health"] = true }, prefixes = { "/poll/" }, agents = { "kube-probe" } }, or nil where there
-- are none, so that nothing is read of a request for their sake.

local find, lower, sub = string.find, string.lower, string.sub

local _M = {}

-- Whether it is nil or a list of strings.
function _M.valid(list)
  if type(list) ~= "table" then
    return list == nil
  end
  for _, text in ipairs(list) do
    if type(text) ~= "string" then
      return false
    end
  end
  return true
end

-- paths: { "/health", "/poll/*" }, agents: parts of user agents in any case; both may be nil.
function _M.compile(paths, agents)
  if #(paths or {}) == 0 and #(agents or {}) == 0 then
    return nil
  end
  local rules = { exact = {}, prefixes = {}, agents = {} }
  for _, path in ipairs(paths or {}) do
    if sub(path, -1) == "*" then
      rules.prefixes[#rules.prefixes + 1] = sub(path, 1, -2)
    else
      rules.exact[path] = true
    end
  end
  for i, agent in ipairs(agents or {}) do
    rules.agents[i] = lower(agent)
  end
  return rules
end

local function path_matches(rules, path)
  if rules.exact[path] then
    return true
  end
  for _, prefix in ipairs(rules.prefixes) do
    if sub(path, 1, #prefix) == prefix then
      return true
    end
  end
  return false
end

local function agent_matches(agents, agent)
  for _, part in ipairs(agents) do
    if find(agent, part, 1, true) then
      return true
    end
  end
  return false
end

-- rules may be nil. var: nginx's variables, of which only those that a rule needs are read.
function _M.match(rules, var)
  if not rules then
    return false
  end
  if (next(rules.exact) or rules.prefixes[1]) and path_matches(rules, var.uri) then
    return true
  end
  return rules.agents[1] ~= nil and agent_matches(rules.agents, lower(var.http_user_agent or ""))
end

return _M
