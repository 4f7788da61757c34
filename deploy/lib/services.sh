# shellcheck shell=bash
# The mesh's own processes: apart (ingest, classifier, router, desk) or all in one.

SERVICE_DEADLINE=120

# process_names MODE
process_names() {
  if [[ "$1" == embedded ]]; then
    say all-in-one
  else
    printf '%s\n' ingest classifier router desk
  fi
}

# process_dll NAME
process_dll() {
  local project
  case "$1" in
    ingest) project=Ingest ;;
    classifier) project=Classifier ;;
    router) project=Router ;;
    desk) project=Desk ;;
    all-in-one) project=AllInOne ;;
  esac
  printf '%s' "$ROOT/services/$project/bin/Release/net10.0/TriageMesh.$project.dll"
}

# process_pid NAME: of the running process of this run directory, else empty.
process_pid() {
  local pid
  pid="$(first_line "$RUN/pids/$1.pid")"
  ! alive_with "$pid" "MESH_CONFIG=$RUN/mesh.json" || printf '%s' "$pid"
}

process_start() {
  [[ -z "$(process_pid "$1")" ]] || return 0
  (
    cd "$RUN" || exit
    umask 077
    MESH_CONFIG="$RUN/mesh.json" DOTNET_NOLOGO=1 setsid dotnet "$(process_dll "$1")" \
      >>"$RUN/logs/$1.log" 2>&1 </dev/null 9>&- &
    printf '%d\n' $! >"$RUN/pids/$1.pid"
  )
  settle "$RUN/pids/$1.pid" "MESH_CONFIG=$RUN/mesh.json"
}

# process_stop NAME...: all are asked first, then each is waited for.
process_stop() {
  local name pid
  for name in "$@"; do
    pid="$(process_pid "$name")"
    [[ -z "$pid" ]] || kill -s TERM "$pid" 2>/dev/null || true
  done
  for name in "$@"; do
    pid="$(process_pid "$name")"
    [[ -z "$pid" ]] || stop_process "$pid" 40
    rm -f -- "$RUN/pids/$name.pid"
  done
}

# health NAME: of a service, by its own word: healthy, degraded (it works, something it uses is away) or unhealthy.
health() {
  local answer
  answer="$(http_get "$(service_url "$1")/health/ready")"
  case "$answer" in
    'HTTP/1.1 200 '*'"status":"healthy"'*) printf healthy ;;
    'HTTP/1.1 200 '*) printf degraded ;;
    *) printf unhealthy ;;
  esac
}

ready() { [[ "$(health "$1")" != unhealthy ]]; }
healthy() { [[ "$(health "$1")" == healthy ]]; }

# ready_or_dead SERVICE PROCESS
ready_or_dead() { ready "$1" || [[ -z "$(process_pid "$2")" ]]; }

# wait_ready MODE
wait_ready() {
  local service process
  for service in ingest classifier router desk; do
    process="$service"
    [[ "$1" != embedded ]] || process=all-in-one
    if ! wait_for "$SERVICE_DEADLINE" ready_or_dead "$service" "$process" || ! ready "$service"; then
      tail -n 20 "$RUN/logs/$process.log" | cut -c 1-300 >&2
      if [[ -z "$(process_pid "$process")" ]]; then
        die "$process stopped while starting; see $RUN/logs/$process.log"
      fi
      die "$service was not ready after $SERVICE_DEADLINE s; see $RUN/logs/$process.log"
    fi
    # Its queues stand a moment later; what is published before has nowhere to go and has to be sent again.
    wait_for 30 healthy "$service" || warn "$service works, but something that it uses does not yet; see deploy/status"
  done
}

# running_parts: the names of everything of this run directory that runs.
running_parts() {
  local name
  for name in ingest classifier router desk all-in-one; do
    [[ -z "$(process_pid "$name")" ]] || say "$name"
  done
  [[ -z "$(rabbitmq_pid)" ]] || say rabbitmq
  [[ -z "$(postgres_pid)" ]] || say postgres
}

# stop_everything_but NAMES: services first, then the broker and epmd, the database last.
stop_everything_but() {
  local name services=()
  for name in ingest classifier router desk all-in-one; do
    grep -qx "$name" <<<"$1" || services+=("$name")
  done
  process_stop "${services[@]}"
  grep -qx rabbitmq <<<"$1" || rabbitmq_stop
  grep -qx postgres <<<"$1" || postgres_stop
}
