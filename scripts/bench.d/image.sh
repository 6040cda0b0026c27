# shellcheck shell=bash
# shellcheck disable=SC2154 # work, rounds, NAME, LABEL, KNOWN, SLEEPERS and the functions are scripts/bench's
# The image: its size, how soon it answers, what memory its control service takes. Sourced by scripts/bench.

readonly REQUESTS=100000 WAKES=500
image_port=

image() {
  local round
  build_image
  image_size
  image_port=$(free_port 8082)
  docker volume create --label "$LABEL" "$NAME-state" >/dev/null
  start_image # makes keys and tokens, and reads all files for the first time
  for ((round = 0; round < rounds; round++)); do
    start_image | sed 's/^/image.start /' >>"$work/samples"
  done
  time_commands
  image_memory
  docker rm --force "$NAME-image" >/dev/null # the rest of the bench is without it
}

# On the official base where there is a registry, else on local ones.
build_image() {
  local -a bases=()
  base=$(sed -n 's/^ARG GATEWAY_IMAGE=//p' Dockerfile)
  if ! docker pull --quiet "$base" >/dev/null 2>&1; then
    bases=(--local-bases)
    base=reveille-base/gateway
  fi
  scripts/image --tag "$NAME-image" "${bases[@]}" >"$work/image.log" 2>&1 \
    || fail "the image was not built:" "$(tail -n 5 "$work/image.log")"
}

# What our layers add to the base: on disk, and as a registry keeps them.
image_size() {
  local -r layers=$work/layers
  local -i bases
  local layer
  mkdir "$layers"
  docker save "$NAME-image" | tar -x -C "$layers"
  bases=$(docker image inspect --format '{{len .RootFS.Layers}}' "$base")
  jq -r ".[0].Layers[$bases:][]" "$layers/manifest.json" | while read -r layer; do
    gzip -6 <"$layers/$layer" | wc -c
  done | awk '{ sum += $1 } END { print "image.compressed", sum / 1e6 }' >>"$work/samples"
  rm -rf "$layers"
  docker history --no-trunc --human=false --format '{{.Size}} {{.CreatedBy}}' "$NAME-image" | awk '
    / in \/opt\/reveille\/jre/ { print "image.jre", $1 / 1e6 }
    / in \/opt\/reveille\/app\/lib/ { print "image.libraries", $1 / 1e6 }
    / in \/opt\/reveille\/app\/ ?$/ { print "image.application", $1 / 1e6 }' >>"$work/samples"
  docker image inspect --format '{{.Size}}' "$NAME-image" "$base" \
    | awk 'NR == 1 { all = $1 } END { print "image.megabytes", (all - $1) / 1e6 }' >>"$work/samples"
}

# Prints the milliseconds from the start call until a visitor is answered, the container being new each time.
start_image() {
  local -i begin
  docker rm --force "$NAME-image" >/dev/null 2>&1 || true
  docker create --name "$NAME-image" --label "$LABEL" --publish "127.0.0.1:$image_port:80" \
    --volume "$NAME-state:/var/lib/reveille" --volume "${DOCKER_HOST#unix://}:/var/run/docker.sock" \
    --env "CONTAINER_FILTER=label=$KNOWN" --env WAKE_RATE=0 "$NAME-image" >/dev/null
  begin=$(millis)
  docker start "$NAME-image" >/dev/null
  until [[ $(visit_image) == 200 ]]; do
    (($(millis) - begin < 30000)) || fail "the image does not answer" "$(docker logs --tail 5 "$NAME-image" 2>&1)"
    sleep 0.01
  done
  say $(($(millis) - begin))
}

visit_image() {
  curl --silent --output /dev/null --write-out '%{http_code}' --header 'Host: running.localhost' \
    "http://127.0.0.1:$image_port/" || true
}

# What somebody waits for who types it, and the engine's part in that.
time_commands() {
  local -i round
  for ((round = 0; round < rounds * 3; round++)); do
    time_command image.status reveille status
    time_command image.stats proxyctl stats
    time_command image.exec true
  done
}

# time_command SAMPLE COMMAND…
time_command() {
  local -ri begin=$(millis)
  docker exec "$NAME-image" "${@:2}" >/dev/null 2>&1 || fail "${*:2} failed in the container"
  say "$1 $(($(millis) - begin))" >>"$work/samples"
}

# What the control service has in memory: at rest, with 200 projects, after many requests, and after many wakes.
image_memory() {
  local -i wakes
  sleep 10
  memory_of_image image.idle
  make_idle_projects
  sleep 30
  memory_of_image image.projects
  hey -n "$REQUESTS" -c 16 -host running.localhost "http://127.0.0.1:$image_port/" >"$work/hey.log"
  grep -qE "\[200\]\s+$REQUESTS responses" "$work/hey.log" || fail "not all requests were answered:" "$(<"$work/hey.log")"
  sleep 10
  memory_of_image image.requests
  for ((wakes = 0; wakes < WAKES; wakes += SLEEPERS)); do
    wake_all
  done
  sleep 70 # what was only needed for them goes back within a minute
  memory_of_image image.wakes
}

# Visits all sleepers at once, and stops them.
wake_all() {
  local -r numbers=$(seq 0 $((SLEEPERS - 1)))
  local answers
  answers=$(xargs -P "$SLEEPERS" -I '{}' curl --silent --max-time 60 --output /dev/null --write-out '%{http_code}\n' \
    --header 'Host: sleeper-{}.localhost' "http://127.0.0.1:$image_port/" <<<"$numbers" | sort | uniq -c)
  [[ $answers =~ ^\ *$SLEEPERS\ 200$ ]] || fail "not all wakes were answered:" "$answers"
  xargs -I '{}' -P 4 docker kill "$NAME-sleeper-{}" <<<"$numbers" >/dev/null
}

memory_of_image() {
  awk -v name="$1" '/^VmRSS:/ { print name, $2 / 1024 }' "/proc/$(control_service_of_image)/status" >>"$work/samples"
}

control_service_of_image() { docker top "$NAME-image" -eo pid,comm | awk '$2 == "java" { print $1 }'; }
