-- Brings the certificates that a route table names into shared memory, ahead of any visit. The table has
--   certificates = { { name = "shop.test", id = "9f86…", trusted = true }, … }, removedCertificates = { "old.test" }
-- An id stands for one chain and key for ever. Many names may share one.

local certificates = require "reveille.certificate_state"
local fetching = require "reveille.certificate_fetch"

local spawn, wait = ngx.thread.spawn, ngx.thread.wait
local exiting = ngx.worker.exiting

-- Questions at one time: with 8, the control service's two I/O threads are busy, and waking projects are not behind
-- hundreds of them.
local PARALLEL = 8

local _M = {}

local function is_name(name)
  return type(name) == "string" and #name <= 255
    and (name == "*" or name:find("^%*%.[a-z0-9._-]+$") ~= nil or name:find("^[a-z0-9._-]+$") ~= nil)
end

local function is_entry(entry)
  return type(entry) == "table" and is_name(entry.name) and fetching.is_id(entry.id)
    and type(entry.trusted) == "boolean"
end

local function all(list, check)
  if list == nil then
    return true
  elseif type(list) ~= "table" then
    return false
  end
  for _, item in ipairs(list) do
    if not check(item) then
      return false
    end
  end
  return true
end

-- Whether a table's part about certificates is sound; a control service that has none to name may leave it out.
function _M.valid(answer)
  return all(answer.certificates, is_entry) and all(answer.removedCertificates, is_name)
end

-- Ids in the table's order, and id -> its entries.
local function by_id(entries)
  local ids, groups = {}, {}
  for _, entry in ipairs(entries) do
    local group = groups[entry.id]
    if not group then
      group = {}
      groups[entry.id] = group
      ids[#ids + 1] = entry.id
    end
    group[#group + 1] = entry
  end
  return ids, groups
end

-- true, or nil, err.
local function bring(id, name)
  if certificates.pem(id) then
    return true
  end
  local certificate, err = fetching.fetch(name, 0, exiting)
  if not certificate then
    return nil, err
  elseif certificate.id ~= id then
    return nil, "it has just been replaced" -- as the next table will say
  end
  return certificates.store(id, certificate.pem), "no room"
end

-- do_one(item) for all of a list, PARALLEL at a time, on a graceful quit only for those that have begun.
local function in_parallel(list, do_one)
  local last = 0
  local function work()
    while last < #list and not exiting() do
      last = last + 1
      do_one(list[last])
    end
  end
  local threads = {}
  for i = 1, math.min(PARALLEL, #list) do
    threads[i] = spawn(work)
  end
  for _, thread in ipairs(threads) do
    local ok, err = wait(thread)
    if not ok then
      error(err, 0)
    end
  end
end

-- The names that a full table no longer has.
local function vanished(entries)
  local kept, gone = {}, {}
  for _, entry in ipairs(entries) do
    kept[entry.name] = true
  end
  for _, name in ipairs(certificates.names()) do
    if not kept[name] then
      gone[#gone + 1] = name
    end
  end
  return gone
end

-- Applies a sound table: true when all of it is here, or nil, err when something could not be had, which applying the
-- same table again will try again. A name keeps what it had until its new certificate is stored.
function _M.apply(answer)
  local entries = answer.certificates
  if not entries then
    return true
  end
  local ids, groups = by_id(entries)
  local replaced, failure = false, nil
  in_parallel(ids, function(id)
    local ok, err = bring(id, groups[id][1].name)
    if not ok then
      failure = failure or "certificate of " .. groups[id][1].name .. ": " .. err
      return
    end
    for _, entry in ipairs(groups[id]) do
      replaced = certificates.point(entry.name, id, entry.trusted) or replaced
    end
  end)
  for _, name in ipairs(answer.full and vanished(entries) or answer.removedCertificates or {}) do
    replaced = certificates.remove(name) or replaced
  end
  if replaced then
    certificates.sweep()
  end
  if exiting() then
    return nil, "the worker ends"
  end
  return not failure or nil, failure
end

return _M
