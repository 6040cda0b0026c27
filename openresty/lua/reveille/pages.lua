-- Pages for people: templates with {{name}} placeholders, all values escaped. Read once, at start; a file of the same
-- name in PAGES_DIR replaces a built-in one.

local gsub = string.gsub

local NAMES = { "loading", "not-found", "autostart-off", "failed" }
local SHOWN = { string = true, number = true }
local ESCAPES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

-- Only what carries this response's nonce is run or shown.
local POLICY = "default-src 'none'; style-src 'nonce-%s'; script-src 'nonce-%s'; connect-src 'self'; "
  .. "img-src 'self' https: data:; font-src 'self' https: data:; base-uri 'none'; form-action 'none'"

local _M = {}

-- name -> template
local templates = {}

function _M.escape(text)
  return (gsub(tostring(text), "[&<>\"']", ESCAPES))
end

-- Unknown placeholders become empty: a page made for a newer version still shows. So does JSON's null.
function _M.fill(template, values)
  return (gsub(template, "{{(%w+)}}", function(name)
    local value = values[name]
    return SHOWN[type(value)] and _M.escape(value) or ""
  end))
end

local function read(folders, name)
  local err
  for _, folder in ipairs(folders) do
    local file, open_err = io.open(folder .. name .. ".html", "r")
    if file then
      local text = file:read("*a")
      file:close()
      return text
    end
    err = open_err
  end
  error("cannot start the gateway: no page: " .. err, 0)
end

-- Reads all pages from the first folder that has them.
function _M.load(folders)
  for _, name in ipairs(NAMES) do
    templates[name] = read(folders, name)
  end
end

-- The page, and its Content-Security-Policy: nil for a page of one's own that does not use the nonce.
function _M.render(name, values)
  local template = templates[name]
  local nonce = template:find("{{nonce}}", 1, true) and values.nonce
  return _M.fill(template, values), nonce and POLICY:format(nonce, nonce) or nil
end

-- How far a wake is, in one line: the body of a 202 -> "db is healthy, web is starting".
function _M.progress(wake)
  if wake.phase == "queued" then
    return "waiting for other projects, number " .. (tonumber(wake.queuePosition) or 1) .. " in the queue"
  end
  local parts = {}
  for _, step in ipairs(type(wake.steps) == "table" and wake.steps or {}) do
    parts[#parts + 1] = tostring(step.service) .. " is " .. tostring(step.state)
  end
  return #parts > 0 and table.concat(parts, ", ") or "starting"
end

return _M
