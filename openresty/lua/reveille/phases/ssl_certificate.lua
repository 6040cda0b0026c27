-- ssl_certificate_by_lua of every handshake that resumes none. A server that listens on QUIC needs another one, with
-- false: nginx fails a QUIC handshake that yields.
local certificates = require "reveille.certificates"

return function()
  return certificates.present(true)
end
