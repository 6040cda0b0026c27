# shellcheck shell=bash
# shellcheck disable=SC2154 # work, rounds, load, jdk and gateway_bin are scripts/bench's
# What scripts/bench makes of its samples, the lines "NAME VALUE" in $work/samples: a table, and the page with it.

values() { awk -v name="$1" '$1 == name { print $2 }' "$work/samples"; }

# pairs OPERATOR A B: what the samples of each round give together.
pairs() { paste -d ' ' <(values "$2") <(values "$3") | awk -v op="$1" '{ print op == "/" ? $1 / $2 : $1 - $2 }'; }

# total A B: the sum of the samples of A for each sample of B, so that a single wrong one shows.
total() { values "$1" | awk -v rounds="$(values "$2" | wc -l)" '{ sum += $1 } END { if (NR) print sum / rounds }'; }

# Of the numbers on its input: median (lower quartile–upper quartile).
middle() {
  sort -g | awk -v format="${1:-%.1f}" '
    function at(part,   place, low) {
      place = 1 + (NR - 1) * part
      low = int(place)
      return n[low] + (place - low) * (n[low < NR ? low + 1 : low] - n[low])
    }
    { n[NR] = $1 }
    END { if (NR) printf format " (" format "–" format ")\n", at(0.5), at(0.25), at(0.75); else print "–" }'
}

# row WHAT OURS THEIRS FORMAT TARGET: on its input, the samples of the figure; TARGET is ">= 0.97", or nothing.
row() {
  local figure met=
  figure=$(middle "$4")
  [[ $figure != – ]] || return 0
  [[ -z $5 ]] || met=$(is_met "${figure%% *}" "$5")
  printf '| %s | %s | %s | %s | %s | %s |\n' "$1" "$2" "$3" "$figure" "${5:-–}" "${met:-–}"
}

# is_met NUMBER TARGET
is_met() {
  awk -v n="$1" -v target="$2" 'BEGIN {
    split(target, part)
    op = part[1]
    limit = part[2]
    print (op == ">=" && n >= limit + 0) || (op == "<=" && n <= limit + 0) || (op == "=" && n == limit) ? "yes" : "NO"
  }'
}

# of NAME FORMAT
of() { values "$1" | middle "$2"; }

# from_to NAME: p99 in quiet times, and then.
from_to() { printf '%s → %s ms' "$(of "$1.quiet.$2" %.2f)" "$(of "$1.p99.$2" %.2f)"; }

table() {
  cat <<'END'

| measured | Reveille | compared with | figure | target | met |
| --- | --- | --- | --- | --- | --- |
END
  pairs / throughput.reveille throughput.static | row "requests/s of a running project" \
    "$(of throughput.reveille %.0f)" "static vhost $(of throughput.static %.0f)" %.3f ">= 0.97"
  pairs / processor.reveille processor.static | row "… and processor time of the gateway for each" \
    "$(of processor.reveille %.1f) µs" "static vhost $(of processor.static %.1f) µs" %.3f ""
  pairs / latency.reveille latency.static | row "p99 of a running project at 500 requests/s" \
    "$(of latency.reveille %.2f) ms" "static vhost $(of latency.static %.2f) ms" %.2f "<= 1.1"
  pairs - wake.reveille wake.engine | row "visit of a sleeping project, longer than the engine takes, ms" \
    "$(of wake.reveille %.0f) ms" "engine $(of wake.engine %.0f) ms" %.1f "<= 20"
  pairs - pause.reveille pause.engine | row "visit of a paused project, longer than the engine takes, ms" \
    "$(of pause.reveille %.0f) ms" "engine $(of pause.engine %.0f) ms" %.1f "<= 100"
  values event.routable | row "started by hand until routable, ms" "" "engine's event, port open" %.1f "<= 50"
  total crowd.starts crowd.reveille.time | row "500 visitors of a sleeping project: starts, each time" "" "" "%.4g" "= 1"
  total crowd.reveille.errors crowd.reveille.time | row "500 visitors: answers other than 200" "" "" "%.4g" "= 0"
  pairs - crowd.reveille.time crowd.engine \
    | row "500 visitors: until the last is answered, longer than the engine takes, ms" \
    "$(of crowd.reveille.time %.0f) ms" "engine $(of crowd.engine %.0f) ms" %.0f ""
  pairs / crowd.p99.reveille crowd.quiet.reveille \
    | row "500 visitors: p99 of another project, times its quiet p99" \
    "$(from_to crowd reveille)" "$(noise crowd)" %.2f "<= 1.5"
  pairs / storm.p99.reveille storm.quiet.reveille \
    | row "20 projects wake: p99 of another project, times its quiet p99" \
    "$(from_to storm reveille)" "$(noise storm)" %.2f "<= 1.5"
  pairs / storm.p99.reveille storm.p99.static \
    | row "… and against the static vhost's p99 meanwhile" \
    "$(of storm.p99.reveille %.2f) ms" "$(of storm.p99.static %.2f) ms" %.2f ""
  pairs / storm.time.reveille storm.time.static \
    | row "20 projects wake: until the last is answered, times the engine's time" \
    "$(of storm.time.reveille %.0f) ms" "engine $(of storm.time.static %.0f) ms" %.2f ""
  values start.ready | row "control service: start to ready, ms" "" "" %.0f ""
  values start.mebibytes | row "control service: resident memory 5 s later, MiB" "" "" %.0f ""
  values plan.later | row "1,000 projects: plan of what sleeps, ms" "" "first of a process: $(of plan.first %.0f) ms" \
    %.1f "<= 50"
  values image.megabytes | row "image: our layers on disk, MB" "" "" %.1f "<= 115"
  values image.compressed | row "… and compressed, MB" "" "" %.1f "<= 65"
  values image.start | row "container: start call until a visitor is answered, ms" "" "" %.0f "<= 1500"
  values image.status | row "\`reveille status\` by \`docker exec\`, ms" "" "\`true\` $(of image.exec %.0f) ms" %.0f "<= 300"
  values image.stats | row "\`proxyctl stats\` by \`docker exec\`, ms" "" "\`true\` $(of image.exec %.0f) ms" %.0f "<= 300"
  values image.idle | row "control service in the container: resident memory, MiB" "" "" %.1f ""
  values image.projects | row "… with 200 projects" "" "" %.1f "<= 100"
  values image.requests | row "… after 100,000 requests" "" "" %.1f ""
  values image.wakes | row "… and a minute after 500 wakes" "" "" %.1f ""
  values idle.percent | row "control service with 200 projects asleep: share of one processor, %" "" "" %.2f "<= 1"
  growth idle.mebibytes | row "… growth of its resident memory from the first minute to the last, MiB" "" \
    "first: $(values idle.mebibytes | head -n 1 | middle %.1f) MiB" %.1f "<= 1"
  handshakes_with 1 "1 certificate" "static certificate"
  handshakes_with 5000 "5,000 certificates" "5,000 static ones"
  pairs / processor.handshakes.5000.static_tls_1 processor.handshakes.5000.instance \
    | row "… and where one static certificate is shown for all 5,000 names" "" \
      "$(of processor.handshakes.5000.static_tls_1 %.0f) µs each" %.3f ""
  against_one ready "control service with 5,000 certificates of an administrator: start to ready" 1000 s ""
  against_one control "… its resident memory 5 s after the gateway has them" 1024 MiB ""
  against_one synced "gateway with 5,000 certificates: start until it has them all" 1000 s "<= 3"
  against_one workers "… resident memory of a worker that has parsed them all, with what the workers share" 1024 MiB ""
  pairs - certificates.5000.parsed certificates.5000.unparsed | awk '{ print $1 / 5000 }' \
    | row "… and of its own for each that it has parsed, KiB" "" "" %.1f ""
}

# handshakes_with COUNT WORDS THEIRS
handshakes_with() {
  local -r ours=handshakes.$1.instance theirs=handshakes.$1.static_tls_$1
  pairs / "processor.$theirs" "processor.$ours" \
    | row "new TLS handshakes in the same processor time of the gateway, $2" \
      "$(of "processor.$ours" %.0f) µs each" "$3 $(of "processor.$theirs" %.0f) µs each" %.3f ">= 0.95"
  pairs / "throughput.$ours" "throughput.$theirs" | row "… and a second, with visitors on the other core" \
    "$(of "throughput.$ours" %.0f)" "$3 $(of "throughput.$theirs" %.0f)" %.3f ""
}

# growth NAME: of a series, from its first value to its last.
growth() { values "$1" | awk 'NR == 1 { first = $1 } { last = $1 } END { if (NR > 1) print last - first }'; }

# against_one SAMPLE WHAT DIVISOR UNIT TARGET: with 5,000 certificates, and with one.
against_one() {
  values "certificates.5000.$1" | per "$3" \
    | row "$2, $4" "" "with 1: $(values "certificates.1.$1" | per "$3" | middle %.1f) $4" %.1f "$5"
}

# per DIVISOR: the numbers on its input in a larger unit.
per() { awk -v divisor="$1" '{ print $1 / divisor }'; }

# noise NAME: what the same does to the static vhost's visitors.
noise() {
  printf '%s times: static vhost %s' "$(pairs / "$1.p99.static" "$1.quiet.static" | middle %.2f)" "$(from_to "$1" static)"
}

# The image's size and its memory as bars.
picture() {
  {
    values image.jre | sed 's/^/size, MB|Java runtime|/'
    values image.application | sed 's/^/size, MB|application with its cache|/'
    values image.libraries | sed 's/^/size, MB|libraries|/'
    values image.idle | sed 's/^/memory, MiB|at rest|/'
    values image.projects | sed 's/^/memory, MiB|with 200 projects|/'
    values image.requests | sed 's/^/memory, MiB|after 100,000 requests|/'
    values image.wakes | sed 's/^/memory, MiB|a minute after 500 wakes|/'
  } | awk -F '|' '
    $1 != group { group = $1; y += 28; out = out sprintf("<text x=\"8\" y=\"%d\" font-weight=\"bold\">%s</text>\n", y, $1) }
    {
      y += 24
      out = out sprintf("<text x=\"8\" y=\"%d\">%s</text>\n", y, $2)
      out = out sprintf("<rect x=\"210\" y=\"%d\" width=\"%.0f\" height=\"16\" fill=\"#4a7ab5\"/>\n", y - 13, $3 * 3)
      out = out sprintf("<text x=\"%.0f\" y=\"%d\">%.1f</text>\n", 216 + $3 * 3, y, $3)
    }
    END {
      printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">\n", y + 16
      printf "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n%s</svg>\n", out
    }'
}

processor() { echo "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores"; }

page() {
  cat <<END
# Benchmarks

What Reveille costs on one machine, against that machine's own engine and nginx. Written by \`scripts/bench\`; to be
compared row by row, not with other machines' figures.

| | |
| --- | --- |
| date, commit | $(date --utc +%F), $(commit) |
| processor | $(processor) |
| system | $(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release), Linux $(uname -r) |
| gateway | $("$gateway_bin" -v 2>&1 | sed 's/^nginx version: //') |
| engine | Docker $(docker version --format '{{.Server.Version}}') |
| load average before | $load |
| control service | $("$jdk/bin/java" -version 2>&1 | sed -n 2p) |

$rounds rounds. A figure is the median, with the middle half of the samples in parentheses. What is compared takes turns
within a round, and the figure is the median of what the rounds' pairs give.
$(table)

![The image's size, and its control service's resident memory](benchmarks.svg)

## What is compared

**Running project.** The upstream is an nginx in a container that answers a few bytes. It is reached through Reveille's gateway,
and through a second instance of the same nginx with the same number of workers and a vhost for this one project that is
written by hand: kept-alive connections, \`Host\`, \`X-Real-IP\` and the \`X-Forwarded\` headers (\`scripts/bench.d/static-vhost.conf\`). Requests/s are wrk's, with 32 connections for 4 s; the workers of both share one core, wrk and the
upstream have the others, so that the gateway is what is short. The p99 is taken at a fixed rate of 500 requests/s on 8
connections for 4 s; at full load it would only tell again how many requests/s there are. A visit that is due while its
connection still waits counts from when it was due.

**Sleeping project.** One container with an nginx. The engine's own time is that of the start call until the port
accepts a connection, for a twin container that Reveille does not know of. Started by hand: from the engine's event or the
opening of the port, whichever is later, until a client that asks every millisecond, and wakes nothing, gets the project's answer.

**Paused project.** The same container, paused and continued.

**Plan.** Three containers each; a quarter of the projects runs. What is planned is sleep, from a snapshot that is there.

**200 projects asleep.** One container each on the real engine, minute by minute after the first: ten of them, or one when
quick.

**500 visitors.** All are connected, then all ask. For the static vhost: as many visitors of its own, while the engine starts a
twin.

**20 projects wake.** One visitor each, all at once. For the static vhost: the engine starts 20 twins, as many at a time as
Reveille has it start: one for each processor. Starting containers keeps a machine busy, whoever asks for it: what the static
vhost's visitors notice is the engine's part.

**Control service.** The state directory is there, its JVM is not.

**Image.** Our layers on top of the base image's. The container is new at each start, its state volume is not; a visitor asks
every 10 ms for a project that runs. The requests come from hey with 16 connections, the wakes 20 at a time.

**Certificates.** Chains of two with P-256 keys, each for one name, in \`CERTS_DIR\`; the names are claimed by containers that sleep.
Visitors make a new TLS 1.3 session for one name after the other, and go without a request. They are made by an nginx that wrk
asks, on a core of their own; what they take for a handshake is more than what the gateway takes, so it is the processor time of
the gateway that tells how many it could do. One worker of each is compared, as two on one core would push each other's certificates out of its cache. The static
certificates are on the same nginx with the same settings for TLS and without Lua, each in a server block of its name. Each
worker has had a handshake for each name before, since parsing a certificate comes once.

## Again

\`\`\`bash
./scripts/bench           # all of it, and writes this page
./scripts/bench --quick   # three rounds, prints only
./scripts/bench --quick --write image   # writes the rows of one measurement anew
\`\`\`
END
}

commit() {
  git rev-parse --short HEAD
  [[ -z $(git status --porcelain -- control-service/src/main openresty) ]] || say "and changes that are not committed"
}
