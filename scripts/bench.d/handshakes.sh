# shellcheck shell=bash
# shellcheck disable=SC2153,SC2154 # NAME, work, rounds, jdk, gateway_bin, children and the functions are scripts/bench's
# What certificates cost: handshakes, memory and starts with one of them and with very many, each on a control service
# and a gateway of their own. Sourced by scripts/bench.

readonly MANY=5000
readonly HOSTS_OF_A_CONTAINER=250
readonly IDLE_SECONDS=5 # as ServiceStart.java has it
readonly CERTIFICATES_LIMIT=180
readonly TURNS_EACH=3 # in a round: it takes long to start an instance

instance=() # the processes of the control service and the gateway that are measured
stopped=()  # workers that stand still at present
static_tls_port=()

handshakes() {
  local round count
  instance_http=$(free_port)
  instance_https=$(free_port)
  instance_control=$(free_port)
  for count in 1 "$MANY"; do
    make_certificates "$count"
    start_static_tls "$count"
  done
  start_visitors
  warm_up_static_tls
  for ((round = 0; round < rounds; round++)); do
    for count in 1 "$MANY"; do
      measure_instance "$round" "$count"
    done
  done
}

# make_certificates COUNT: and the projects that claim their names, in containers that are never started.
make_certificates() {
  local -i first
  "$jdk/bin/java" -cp "$work/classes:$LIBRARIES" Certificates "$work/certificates-$1" "$1"
  for ((first = 0; first < $1; first += HOSTS_OF_A_CONTAINER)); do
    docker create --name "$NAME-hosts-$1-$first" --label "$LABEL" --label "bench.hosts=$NAME-$1" \
      --label "reveille.host=$(names "$first" "$(($1 - first))" | paste -s -d ,)" "$NAME" >/dev/null
  done
}

# names FIRST COUNT: as Certificates.java makes them, at most those of one container.
names() {
  local -i number
  for ((number = $1; number < $1 + $2 && number < $1 + HOSTS_OF_A_CONTAINER; number++)); do
    printf 'h%04d.certs.test\n' "$number"
  done
}

# start_static_tls COUNT: the gateway's own lines about TLS, a server for each of so many names, and nothing else.
start_static_tls() {
  local -r prefix=$work/static-tls-$1
  local -i first
  local file settings
  static_tls_port[$1]=$(free_port)
  mkdir "$prefix"
  for file in ticket ticket.previous; do
    head -c 80 /dev/urandom >"$prefix/$file.key"
  done
  settings=$(grep -E '^ *ssl_(protocols|ciphers|prefer_server_ciphers|session_cache|session_timeout) ' openresty/nginx.conf)
  for ((first = 0; first < $1; first += HOSTS_OF_A_CONTAINER)); do
    names "$first" "$(($1 - first))"
  done | awk -v port="${static_tls_port[$1]}" -v pairs="$work/certificates-$1" '{
    printf "server { listen %d ssl%s; server_name %s; ", port, NR == 1 ? " backlog=4096" : "", $1
    printf "ssl_certificate %s/%s.crt; ssl_certificate_key %s/%s.key; }\n", pairs, $1, pairs, $1
  }' >"$prefix/servers.conf"
  awk -v settings="$settings" '$1 == "SETTINGS" { $0 = settings } $1 == "SERVERS" { $0 = "include servers.conf;" } { print }' \
    scripts/bench.d/static-tls.conf >"$prefix/nginx.conf"
  as_child "$gateway_bin" -p "$prefix" -c "$prefix/nginx.conf" >>"$work/log" 2>&1 &
  children+=($!)
}

start_visitors() {
  local count
  visitors_port=$(free_port)
  mkdir "$work/visitors"
  sed -e "s/127.0.0.1:PORT /127.0.0.1:$visitors_port /" -e "s,TRUSTED,$STATE_DIR/self-signed.crt," \
    scripts/bench.d/visitors.conf >"$work/visitors/nginx.conf"
  as_child "$gateway_bin" -p "$work/visitors" -c "$work/visitors/nginx.conf" >>"$work/log" 2>&1 &
  children+=($!)
  for count in 1 "$MANY"; do
    wait_until 60 visit "${static_tls_port[$count]}" 1 1 2>/dev/null \
      || fail "the static TLS vhost of $count names does not answer" "$(tail -n 3 "$work/log")"
  done
}

# The workers that are compared, one of each.
warm_up_static_tls() {
  local count
  for count in 1 "$MANY"; do
    leave_one_worker "static_tls_$count"
    visit "${static_tls_port[$count]}" "$count" $((MANY / count)) || fail "handshakes failed"
    go_on
  done
}

# visit PORT COUNT TIMES: so many handshakes for each of so many names, some at a time.
visit() {
  : >"$work/visitors/handshakes.log"
  curl --no-progress-meter --fail --fail-early --parallel --parallel-max 16 --output /dev/null \
    "http://127.0.0.1:$visitors_port/$1/h[$(printf '0000-%04d' $(($2 - 1)))].certs.test?[1-$3]" \
    && made_handshakes
}

# Whether all that the visitors have tried since their log was emptied were handshakes.
made_handshakes() {
  local -r log=$work/visitors/handshakes.log
  [[ -s $log ]] && ! grep --invert-match --max-count 1 "SSL certificate verify error" "$log" >&2
}

# measure_instance ROUND COUNT
measure_instance() {
  local -r sample=certificates.$2
  local -i turn
  start_instance "$2"
  sleep "$IDLE_SECONDS"
  note "$sample.control" "$(memory VmRSS "${instance[0]}")"
  note "$sample.unparsed" "$(instance_memory RssAnon)"
  have_all_parsed "$2"
  note "$sample.parsed" "$(instance_memory RssAnon)"
  note "$sample.workers" "$(instance_memory VmRSS)"
  local -a turns=("instance $instance_https" "static_tls_$2 ${static_tls_port[$2]}")
  (($2 == 1)) || turns+=("static_tls_1 ${static_tls_port[1]}") # one certificate for all names
  pin "${turns[*]% *}" visitors
  leave_one_worker "${turns[@]% *}"
  for ((turn = 0; turn < TURNS_EACH * ${#turns[@]}; turn++)); do
    # shellcheck disable=SC2086 # who, and the port
    shake_hands ${turns[($1 + turn) % ${#turns[@]}]} "$2"
  done
  go_on
  unpin "${turns[*]% *}" visitors
  stop_instance
}

note() { printf '%s\n' "$1 $2" >>"$work/samples"; }

start_instance() {
  local -r sample=certificates.$1
  local -i start
  local -a settings=(STATE_DIR="$work/state-$1" CERTS_DIR="$work/certificates-$1"
    CONTAINER_FILTER="label=bench.hosts=$NAME-$1" CONTROL_PORT="$instance_control" HTTP_PORT="$instance_http"
    HTTPS_PORT="$instance_https")
  instance_state=$work/state-$1
  start=$(millis)
  as_child env "${settings[@]}" "$jdk/bin/java" @control-service/jvm.options -jar "$CONTROL_SERVICE_JAR" >>"$work/log" 2>&1 &
  instance=($!)
  wait_until "$CERTIFICATES_LIMIT" curl --silent --fail --output /dev/null "http://127.0.0.1:$instance_control/v1/ready" \
    || fail "the control service does not start with $1 certificates"
  note "$sample.ready" $(($(millis) - start))
  start=$(millis)
  as_child env "${settings[@]}" openresty/start >>"$work/log" 2>&1 &
  instance+=($!)
  wait_until "$CERTIFICATES_LIMIT" has_certificates "$1" || fail "the gateway does not come to have $1 certificates"
  note "$sample.synced" $(($(millis) - start))
}

# has_certificates COUNT: whether the last names, which are fetched last, are shown theirs.
has_certificates() {
  local name
  local -a arguments=()
  for name in $(names $(($1 > 16 ? $1 - 16 : 0)) 16 | head -n "$1"); do
    arguments+=(--resolve "$name:$instance_https:127.0.0.1" --output /dev/null "https://$name:$instance_https/")
  done
  # No visit, which would wake the project: nginx refuses it by itself.
  curl --silent --fail-early --request TRACE --cacert "$work/certificates-$1.root" "${arguments[@]}"
}

# Each worker is asked for each name while the others stand still; as often with one name as with many, since a worker that
# has just started is slower.
have_all_parsed() {
  local -ri times=$((MANY / $1))
  local worker
  for worker in $(instance_workers); do
    mapfile -t stopped < <(instance_workers | grep -vx "$worker")
    signal_stopped STOP
    visit "$instance_https" "$1" "$times" || fail "handshakes failed" "$(tail -n 3 "$work/log")"
    go_on
  done
}

# leave_one_worker NAME…: the others of each stand still. Two workers on one processor, which is not how they run, would
# push each other's certificates out of its cache.
leave_one_worker() {
  local name
  stopped=()
  for name in "$@"; do
    mapfile -t -O "${#stopped[@]}" stopped < <("${name}_workers" | tail -n +2)
  done
  signal_stopped STOP
}

signal_stopped() { ((${#stopped[@]} == 0)) || kill -s "$1" "${stopped[@]}" 2>/dev/null || true; }

go_on() {
  signal_stopped CONT
  stopped=()
}

# shake_hands WHO PORT COUNT
shake_hands() {
  : >"$work/visitors/handshakes.log"
  saturate "handshakes.$3.$1" "$1" --timeout 10s --script scripts/bench.d/names.lua \
    "http://127.0.0.1:$visitors_port/" -- "$2" "$3"
  made_handshakes || fail "handshakes with $1 failed"
}

stop_instance() {
  local process
  go_on
  for process in "${instance[@]}"; do
    kill "$process" 2>/dev/null || true
  done
  for process in "${instance[@]}"; do
    wait "$process" 2>/dev/null || true
  done
  instance=()
}

instance_workers() { workers_of "$(<"$instance_state/gateway/nginx.pid")"; }

static_tls_1_workers() { workers_of "$(<"$work/static-tls-1/nginx.pid")"; }

static_tls_5000_workers() { workers_of "$(<"$work/static-tls-$MANY/nginx.pid")"; }

visitors_workers() { workers_of "$(<"$work/visitors/nginx.pid")"; }

# memory FIELD PROCESS: in KiB, as /proc/PROCESS/status has it.
memory() { awk -v field="$1:" '$1 == field { print $2 }' "/proc/$2/status"; }

# instance_memory FIELD: of a worker, on average.
instance_memory() {
  local worker
  for worker in $(instance_workers); do
    memory "$1" "$worker"
  done | awk '{ sum += $1 } END { print sum / NR }'
}
