# shellcheck shell=bash
# What more than one script needs; sourced by them, never run.

((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)) || {
  printf '%s\n' "${0##*/}: needs bash 5.1 or newer, this is $BASH_VERSION" >&2
  exit 1
}

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly ROOT

# Debian's users don't have the directories of nginx, dockerd, ip and iptables on their PATH.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say() { printf '%s\n' "$*"; }

# The first line is what went wrong; further arguments are lines of what to do about it.
fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  (($# == 1)) || printf '  %s\n' "${@:2}" >&2
  exit 1
}

# help "$@": for --help or -h prints the comment at the top of the script, and ends it.
help() {
  case ${1:-} in
    -h | --help) ;;
    *) return 0 ;;
  esac
  sed -n '2,/^[^#]/ { /^#/ { s/^# \{0,1\}//; p } }' "$0"
  exit
}

has() { command -v "$1" >/dev/null 2>&1; }

# Looks what our own Java programs write on, since they can't: a terminal, and how wide it is.
look_at_terminal() {
  local columns
  if [[ -t 1 ]]; then
    { columns=${COLUMNS:-$(stty size <&3 2>/dev/null)} || columns=''; } 3>&1
    columns=${columns##* }
    [[ $columns =~ ^[1-9][0-9]*$ ]] || columns=80
    export REVEILLE_COLUMNS=$columns
  fi
  [[ ! -t 2 ]] || export REVEILLE_LIVE=1
}

# wait_until SECONDS COMMAND…: true as soon as COMMAND is, false when the time is over.
wait_until() {
  local -i end=$((SECONDS + $1 + 1))
  shift
  until "$@"; do
    ((SECONDS < end)) || return 1
    sleep 0.1
  done
}

millis() {
  local -r now=${EPOCHREALTIME/[.,]/}
  printf '%s\n' "${now%???}"
}

# since MILLIS: the time from then to now, for people: "340 ms" or "2.34 s".
since() {
  local -ri took=$(($(millis) - $1))
  if ((took < 1000)); then
    printf '%d ms\n' "$took"
  else
    printf '%d.%02d s\n' $((took / 1000)) $((took % 1000 / 10))
  fi
}

is_port_free() { ! (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port [WANTED]: WANTED if nobody listens there, else any other port outside the range that the kernel gives to
# outgoing connections.
free_port() {
  local -i port=${1:-$((20000 + RANDOM % 10000))}
  until is_port_free "$port"; do
    port=$((20000 + RANDOM % 10000))
  done
  printf '%d\n' "$port"
}

# Debian's mirror, the one that this machine uses already if it has any.
debian_mirror() {
  local mirror
  # shellcheck disable=SC2016 # apt fills these in
  mirror=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null \
    | sed -n 's/^Debian|Debian|//p' | head -n 1)
  say "${mirror:-http://deb.debian.org/debian}"
}

is_jdk_25() { [[ -x $1/bin/javac ]] && grep -qs '^JAVA_VERSION="25[."]' "$1/release"; }

# Prints the home of a JDK 25.
find_jdk() {
  local home on_path
  on_path=$(readlink -f "$(command -v java)" 2>/dev/null) || true
  for home in "${JAVA_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/* /opt/* /opt/java/* \
    ~/.sdkman/candidates/java/* ~/.jdks/*; do
    if is_jdk_25 "$home"; then
      printf '%s\n' "$home"
      return
    fi
  done
  fail "no JDK 25 found (looked at JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks)" \
    "install openjdk-25-jdk-headless or Temurin 25 (https://adoptium.net), or set JAVA_HOME to one"
}

# Maven on whatever Java it finds; the compiler and the tests run on the JDK 25, which the toolchains plugin takes from
# any variable named JAVA…_HOME. Debian's Maven resets the terminal's colours even where it never set them.
maven() {
  local jdk
  jdk=$(find_jdk) || return
  JAVA25_HOME=$jdk mvn --batch-mode --no-transfer-progress --file "$ROOT/pom.xml" "$@" 2>&1 \
    | sed --unbuffered $'s/\e\\[0\\?m//g'
}

readonly CONTROL_SERVICE_JAR=$ROOT/control-service/target/control-service.jar

is_built() {
  [[ -f $CONTROL_SERVICE_JAR ]] || return 1
  [[ -z $(find "$ROOT/pom.xml" "$ROOT/control-service/pom.xml" "$ROOT/control-service/src/main" \
    -newer "$CONTROL_SERVICE_JAR" -print -quit) ]]
}

# Packages the control service if its sources are newer than its jar; one build at a time. A build that fails or is
# interrupted leaves no jar, which would pass for a good one.
build() (
  is_built && exit
  flock --timeout 600 9 || fail "another build of this checkout takes longer than 10 minutes"
  is_built && exit
  say "Building the control service (the first time, Maven fetches its libraries) …" >&2
  started=$(date +%s)
  trap 'rm -f "$CONTROL_SERVICE_JAR"' EXIT
  maven --quiet package -Dmaven.test.skip=true >&2
  trap - EXIT
  # Maven leaves a jar as it is whose classes did not change; what was edited during the build is still newer.
  touch --date="@$started" "$CONTROL_SERVICE_JAR"
) 9<"$ROOT/pom.xml"

# as_child COMMAND… &: COMMAND in a process group of its own, so that a Ctrl-C in the terminal does not reach it, and
# ended with SIGTERM when the calling script dies, even by kill -9.
as_child() {
  if setpriv --pdeathsig TERM true 2>/dev/null; then
    exec setsid setpriv --pdeathsig TERM "$@"
  else
    exec setsid "$@"
  fi
}
