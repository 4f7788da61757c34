# shellcheck shell=bash
# shellcheck disable=SC2034
# What every script here needs: messages, checks, waiting, random values, processes. Sourced, never run.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"

say() { printf '%s\n' "$*"; }
warn() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() {
  warn "$*"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# absolute PATH: without asking that it exists.
absolute() { realpath -m -- "$1"; }

# random_text BYTES: letters and digits, safe in URIs and connection strings.
random_text() { head -c "$1" /dev/urandom | od -An -tx1 | tr -d ' \n'; }

# random_base64 BYTES
random_base64() { head -c "$1" /dev/urandom | base64 -w0; }

# json_text VALUE: a quoted JSON string.
json_text() {
  local text="$1"
  text="${text//\\/\\\\}"
  text="${text//\"/\\\"}"
  text="${text//$'\n'/\\n}"
  text="${text//$'\r'/\\r}"
  text="${text//$'\t'/\\t}"
  printf '"%s"' "$text"
}

# private_file FILE: reads standard input into FILE, which only the owner may read, all of it or nothing.
private_file() {
  local next="$1.next.$$"
  (umask 077 && cat >"$next") && mv -f -- "$next" "$1"
}

# accepts PORT: whether something on loopback takes connections there.
accepts() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# http_get URL: the whole answer of a GET, headers first; empty where nobody answers. A fresh machine has no curl.
http_get() {
  local rest="${1#http://}" host port
  host="${rest%%/*}"
  port="${host##*:}"
  host="${host%%:*}"
  (
    exec 2>/dev/null 3<>"/dev/tcp/$host/$port" || exit 0
    printf 'GET /%s HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n' "${rest#*/}" "$host" "$port" >&3 || exit 0
    timeout 10 cat <&3
  ) 2>/dev/null || true
}

# wait_for SECONDS COMMAND...: polls until COMMAND succeeds; fails after the deadline.
wait_for() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# alive PID: whether that process runs (a zombie does not).
alive() {
  local state
  [[ -n "${1:-}" ]] || return 1
  state="$(sed -n 's/^.*) \(.\).*/\1/p' "/proc/$1/stat" 2>/dev/null)" || return 1
  [[ -n "$state" && "$state" != Z && "$state" != X ]]
}

gone() { ! alive "$1"; }

# alive_with PID NAME=VALUE: alive, and started with exactly that in its environment (a reused pid is not).
alive_with() {
  alive "$1" && grep -qxzF -- "$2" "/proc/$1/environ" 2>/dev/null
}

# processes_with NAME=VALUE: all such.
processes_with() {
  local entry pid
  while read -r entry; do
    pid="${entry#/proc/}"
    pid="${pid%/environ}"
    ! alive "$pid" || say "$pid"
  done < <(grep -lxzF -- "$1" /proc/[0-9]*/environ 2>/dev/null)
}

# settle PIDFILE NAME=VALUE: waits out the moment in which a process just begun still has our own environment.
settle() {
  local pid
  pid="$(first_line "$1")"
  wait_for 10 settled "$pid" "$2" || true
}

settled() { gone "$1" || alive_with "$1" "$2"; }

# stop_process PID SECONDS [SIGNAL]: asks, waits, then insists.
stop_process() {
  kill -s "${3:-TERM}" "$1" 2>/dev/null || return 0
  wait_for "$2" gone "$1" && return 0
  kill -s KILL "$1" 2>/dev/null || return 0
  wait_for 10 gone "$1"
}

# first_line FILE: empty where there is none.
first_line() {
  local line=''
  { IFS= read -r line <"$1"; } 2>/dev/null || true
  printf '%s' "$line"
}
