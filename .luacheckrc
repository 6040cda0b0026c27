std = "ngx_lua"
max_line_length = 120

files[".busted"] = { std = "min" }
-- Specs put a double of ngx in place.
files["openresty/spec"] = { std = "ngx_lua+busted", globals = { "ngx" } }
