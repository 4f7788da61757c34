# shellcheck shell=bash
# A RabbitMQ of our own in $RUN/rabbitmq, loopback only. Debian's wrappers in /usr/sbin insist on their own user and
# folders, so the server's own scripts are called, with an environment that names every path.

# rabbitmq_exec BASE COMMAND...: becomes COMMAND with this node's environment and nothing of the caller's.
rabbitmq_exec() {
  local base="$1" home="$RUN/rabbitmq"
  shift
  exec env -i PATH="$(rabbitmq_sbin):/usr/bin:/bin" LANG=C.UTF-8 HOME="$home" \
    RABBITMQ_CONF_ENV_FILE="$home/rabbitmq-env.conf" \
    ERL_EPMD_PORT=$((base + 3)) ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_NODENAME=triagemesh@localhost \
    RABBITMQ_NODE_PORT=$((base + 1)) RABBITMQ_DIST_PORT=$((base + 4)) \
    RABBITMQ_CTL_DIST_PORT_MIN=$((base + 5)) RABBITMQ_CTL_DIST_PORT_MAX=$((base + 9)) \
    RABBITMQ_MNESIA_BASE="$home/data" RABBITMQ_LOG_BASE="$home/log" RABBITMQ_PID_FILE="$home/beam.pid" \
    RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" RABBITMQ_ADVANCED_CONFIG_FILE="$home/advanced.config" \
    RABBITMQ_GENERATED_CONFIG_DIR="$home/generated" RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
    RABBITMQ_CTL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
    "$@"
}

# rabbitmq_pid: of the wrapper that owns the node, else empty.
rabbitmq_pid() {
  local pid
  pid="$(first_line "$RUN/pids/rabbitmq.pid")"
  ! alive_with "$pid" "HOME=$RUN/rabbitmq" || printf '%s' "$pid"
}

# rabbitmq_beam_pid: of the Erlang machine itself, else empty.
rabbitmq_beam_pid() {
  local pid
  pid="$(first_line "$RUN/rabbitmq/beam.pid")"
  ! alive_with "$pid" "HOME=$RUN/rabbitmq" || printf '%s' "$pid"
}

rabbitmq_configure() {
  local base="$1" user="$2" password="$3" home="$RUN/rabbitmq"
  (umask 077 && mkdir -p -- "$home/data" "$home/log" "$home/generated")
  if [[ ! -f "$home/.erlang.cookie" ]]; then
    random_text 24 | private_file "$home/.erlang.cookie"
    chmod 400 -- "$home/.erlang.cookie"
  fi
  : >"$home/rabbitmq-env.conf"
  printf '[].\n' >"$home/advanced.config"
  printf '[rabbitmq_management].\n' >"$home/enabled_plugins"
  private_file "$home/rabbitmq.conf" <<EOCONF
listeners.tcp.local = 127.0.0.1:$((base + 1))
management.tcp.ip = 127.0.0.1
management.tcp.port = $((base + 2))
default_vhost = triagemesh
default_user = $user
default_pass = $password
log.file.level = warning
log.console = false
disk_free_limit.absolute = 200MB
vm_memory_high_watermark.relative = 0.2
EOCONF
}

# rabbitmq_start BASE USER PASSWORD: begins; rabbitmq_wait sees it through.
rabbitmq_start() {
  local home="$RUN/rabbitmq"
  [[ -z "$(rabbitmq_pid)" ]] || return 0
  rabbitmq_configure "$@"
  rm -f -- "$home/beam.pid"
  (
    cd "$home" || exit
    umask 077
    rabbitmq_exec "$1" setsid "$(rabbitmq_sbin)/rabbitmq-server" >>"$RUN/logs/rabbitmq.log" 2>&1 </dev/null 9>&- &
    printf '%d\n' $! >"$RUN/pids/rabbitmq.pid"
  )
  settle "$RUN/pids/rabbitmq.pid" "HOME=$RUN/rabbitmq"
}

# The pid file alone is there too early after a stop, a port alone too early after a start: all three together count.
rabbitmq_is_up() {
  [[ -n "$(rabbitmq_beam_pid)" ]] && accepts $(($1 + 1)) && accepts $(($1 + 2))
}

rabbitmq_is_up_or_dead() { rabbitmq_is_up "$1" || [[ -z "$(rabbitmq_pid)" ]]; }

# rabbitmq_wait BASE
rabbitmq_wait() {
  if ! wait_for 120 rabbitmq_is_up_or_dead "$1" || ! rabbitmq_is_up "$1"; then
    tail -n 5 "$RUN/logs/rabbitmq.log" >&2
    die "RabbitMQ did not start; see $RUN/logs/rabbitmq.log and $RUN/rabbitmq/log"
  fi
}

# rabbitmq_stop: the node, then its epmd and whatever else is left.
rabbitmq_stop() {
  local pid beam
  pid="$(rabbitmq_pid)"
  beam="$(rabbitmq_beam_pid)"
  [[ -z "$pid" ]] || stop_process "$pid" 60
  [[ -z "$beam" ]] || gone "$beam" || stop_process "$beam" 30
  rm -f -- "$RUN/pids/rabbitmq.pid"
  for pid in $(processes_with "HOME=$RUN/rabbitmq"); do
    stop_process "$pid" 10
  done
}

# rabbitmq_kill: at once, for data that nobody wants.
rabbitmq_kill() {
  local pid
  for pid in $(processes_with "HOME=$RUN/rabbitmq"); do
    stop_process "$pid" 10 KILL
  done
}
