-- For wrk: asks visitors.conf for one name after the other. Arguments: port of the server, how many names.
local requests, last = {}, 0

function init(arguments)
  for i = 1, tonumber(arguments[2]) do
    requests[i] = wrk.format("GET", ("/%s/h%04d.certs.test"):format(arguments[1], i - 1))
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end
