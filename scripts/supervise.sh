# shellcheck shell=bash
# Keeps the control service and the gateway running, and stops them in order; sourced, never run, by what says how each
# is started: `command_of control|gateway` sets the array `command`.

readonly DRAIN_SECONDS=5 STOP_SECONDS=2
readonly MAX_DELAY=10 STEADY_SECONDS=3

declare -A name_of=([control]="control service" [gateway]="gateway")
declare -A pid=() started=() delay=([control]=0 [gateway]=0)

# launch control|gateway [SECONDS]: starts it, after a delay.
launch() {
  local -a command
  command_of "$1"
  as_child bash -c "$(declare -f pause); pause \"\$0\"; exec \"\$@\"" "${2:-0}" "${command[@]}" &
  pid[$1]=$!
  started[$1]=$((SECONDS + ${2:-0}))
}

# What belongs to the log: in LOG_FORMAT, as the control service writes its own.
tell() {
  local format=${LOG_FORMAT:-text} text=${1//\\/\\\\}
  if [[ ${format,,} == json ]]; then
    TZ=UTC printf '{"time":"%(%Y-%m-%dT%H:%M:%S)T.000Z","level":"WARN","message":"%s"}\n' -1 "${text//\"/\\\"}"
  else
    say "$1"
  fi >&2
}

# A sleep without a process of its own, which would outlive the one that a signal ends.
pause() { (($1 == 0)) || read -rt "$1" <> <(:) || true; }

# Each is started again by itself when it ends: at once if it had lasted, else later each time.
keep_running() {
  local part
  while :; do
    for part in control gateway; do
      is_running "$part" || relaunch "$part"
    done
    { wait -n; } 2>/dev/null || true
  done
}

relaunch() {
  local -i code=0
  wait "${pid[$1]}" 2>/dev/null || code=$?
  # Workers of a gateway that was killed would keep its ports.
  signal KILL "$1"
  if ((SECONDS - started[$1] >= STEADY_SECONDS)); then
    delay[$1]=0
  else
    delay[$1]=$((delay[$1] * 2 < MAX_DELAY ? delay[$1] * 2 : MAX_DELAY))
    ((delay[$1])) || delay[$1]=1
  fi
  tell "The ${name_of[$1]} ended with code $code; starting it again in ${delay[$1]} s"
  launch "$1" "${delay[$1]}"
}

# The gateway first: it answers what it has accepted, which the control service may still have to wake.
drain_and_stop() {
  trap '' TERM INT HUP
  if is_running gateway; then
    kill -QUIT "${pid[gateway]}" 2>/dev/null || true
    wait_until "$DRAIN_SECONDS" has_ended gateway || true
  fi
  stop
}

stop() {
  trap '' TERM INT HUP
  signal TERM gateway
  signal TERM control
  wait_until "$STOP_SECONDS" have_ended || true
  signal KILL gateway
  signal KILL control
}

is_running() { kill -0 "${pid[$1]:-0}" 2>/dev/null; }

has_ended() { ! is_running "$1"; }

have_ended() { has_ended gateway && has_ended control; }

# signal NAME control|gateway: to its process group, so that it reaches workers whose master is gone.
signal() { kill -s "$1" -- "-${pid[$2]:-}" 2>/dev/null || true; }
