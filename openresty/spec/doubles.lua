-- In-memory doubles of what nginx gives to Lua. Strict: what is not here fails loudly.

local _M = {}

-- A shared dict. `evicting`, when set, makes every write claim that it dropped another entry.
function _M.dict()
  local values, flags_of = {}, {}
  local dict = { evicting = false }

  -- As nginx: the flags are returned only where they are set.
  function dict.get(_, key)
    if values[key] == nil then
      return nil
    end
    return values[key], flags_of[key]
  end

  function dict:set(key, value, _, flags)
    values[key] = value
    flags_of[key] = flags ~= 0 and flags or nil
    return true, nil, self.evicting
  end

  function dict:add(key, value, seconds, flags)
    if values[key] ~= nil then
      return false, "exists", false
    end
    return self:set(key, value, seconds, flags)
  end

  dict.safe_set = dict.set

  function dict.incr(_, key, by, initial)
    values[key] = (values[key] or initial) + by
    return values[key]
  end

  function dict.lpush(_, key, value)
    values[key] = values[key] or {}
    table.insert(values[key], 1, value)
    return #values[key]
  end

  function dict.rpop(_, key)
    return table.remove(values[key] or {})
  end

  function dict.delete(_, key)
    values[key] = nil
  end

  function dict.get_keys(_, count)
    assert(count == 0, "all keys are meant, nginx gives 1024 by default")
    local keys = {}
    for key in pairs(values) do
      keys[#keys + 1] = key
    end
    return keys
  end

  return dict
end

-- Whoever waits yields { semaphore, seconds }, and is resumed with whether it was posted.
function _M.semaphore()
  local semaphore = { posted = 0 }

  function semaphore:wait(seconds)
    return coroutine.yield({ self, seconds })
  end

  function semaphore:post(count)
    self.posted = self.posted + count
  end

  return semaphore
end

-- Puts a new ngx in place, so that reveille modules loaded from now on start afresh; returns it. Its `logged` collects
-- what was logged.
function _M.install()
  for name in pairs(package.loaded) do
    if name:match("^reveille%.") then
      package.loaded[name] = nil
    end
  end
  -- Whose request it is that Lua runs for.
  package.loaded["resty.core.base"] = { get_request = function() return _G.ngx.request end }
  package.loaded["ngx.semaphore"] = { new = _M.semaphore }
  local logged = {}
  _G.ngx = {
    ERR = "error", WARN = "warn", NOTICE = "notice", INFO = "info",
    logged = logged,
    log = function(level, ...)
      logged[#logged + 1] = level .. ": " .. table.concat({ ... })
    end,
    shared = {
      reveille_routes = _M.dict(),
      reveille_sync = _M.dict(),
      reveille_certificates = _M.dict(),
      reveille_asked = _M.dict(),
      reveille_activity = _M.dict(),
      reveille_workers = _M.dict(),
    },
    re = {
      -- Lua patterns stand in for PCRE.
      find = function(subject, pattern)
        return subject:find(pattern)
      end,
    },
    worker = {
      exiting = function() return false end,
      count = function() return 2 end,
      pid = function() return 100 end,
    },
    request = "request 1",
    req = { start_time = function() return 0 end },
    timer = {},
    -- A thread ends before spawn returns.
    thread = {
      spawn = function(work) return { pcall(work) } end,
      wait = function(thread) return thread[1], thread[2] end,
    },
    escape_uri = function(text) return text end,
    now = function() return 0 end,
    var = {},
  }
  return _G.ngx
end

-- A cosocket from which the given pieces arrive: strings, or { err = "timeout" }, which ends one receive.
function _M.socket(...)
  local pieces, buffer = { ... }, ""
  local socket = { timeouts = {} }

  local function more()
    local piece = table.remove(pieces, 1)
    if piece == nil then
      return "closed"
    elseif piece.err then
      return piece.err
    end
    buffer = buffer .. piece
  end

  local function take(count, skip)
    local taken = buffer:sub(1, count)
    buffer = buffer:sub(count + (skip or 0) + 1)
    return taken
  end

  local function fail(err)
    return nil, err, take(#buffer)
  end

  local function line()
    while true do
      local at = buffer:find("\r\n", 1, true)
      if at then
        return take(at - 1, 2)
      end
      local err = more()
      if err then
        return fail(err)
      end
    end
  end

  local function bytes(count)
    while #buffer < count do
      local err = more()
      if err then
        return fail(err)
      end
    end
    return take(count)
  end

  function socket.receive(_, what)
    if what == "*l" then
      return line()
    elseif what == "*a" then
      while not more() do end -- luacheck: ignore 542
      return take(#buffer)
    end
    return bytes(what)
  end

  function socket:settimeout(millis)
    self.timeouts[#self.timeouts + 1] = millis
  end

  return socket
end

return _M
