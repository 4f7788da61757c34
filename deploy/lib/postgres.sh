# shellcheck shell=bash
# A PostgreSQL of our own in $RUN/postgres: loopback only, no socket files, passwords by SCRAM.
# PostgreSQL refuses to run as root. Root therefore becomes the postgres user where that user can reach the run
# directory, else an ordinary user inside a user namespace (the files stay root's).

# postgres_as COMMAND...: in the right identity; decided by who owns the data folder.
postgres_as() {
  local data="$RUN/postgres"
  if ((EUID != 0)); then
    "$@"
  elif [[ "$(stat -c %U -- "$data")" == postgres ]]; then
    setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"
  else
    unshare -U --map-user=1000 --map-group=1000 -- "$@"
  fi
}

# postgres_pid: of the running server, else empty. The data folder in its arguments tells it from a reused pid.
postgres_pid() {
  local pid
  pid="$(first_line "$RUN/postgres/postmaster.pid")"
  if [[ -n "$pid" ]] && alive "$pid" && grep -qxzF -- "$RUN/postgres" "/proc/$pid/cmdline" 2>/dev/null; then
    printf '%s' "$pid"
  fi
}

# postgres_create ADMIN_PASSWORD: the cluster, once.
postgres_create() {
  local data="$RUN/postgres" secret="$RUN/postgres.pw" bin
  [[ ! -f "$data/PG_VERSION" ]] || return 0
  bin="$(postgres_bin)"
  rm -rf -- "$data"
  mkdir -m 700 -- "$data"
  printf '%s\n' "$1" | private_file "$secret"
  if ((EUID == 0)) && id postgres >/dev/null 2>&1 &&
    setpriv --reuid=postgres --regid=postgres --init-groups -- test -x "$RUN"; then
    chown postgres:postgres -- "$data" "$secret"
  fi
  if ! (cd / && postgres_as "$bin/initdb" --pgdata="$data" --auth=scram-sha-256 --username=triagemesh_admin \
    --pwfile="$secret" --encoding=UTF8 --locale=C.UTF-8 --data-checksums) >>"$RUN/logs/postgres.log" 2>&1; then
    rm -rf -- "$secret" "$data"
    tail -n 5 "$RUN/logs/postgres.log" >&2
    die "PostgreSQL could not be set up in $data"
  fi
  rm -f -- "$secret"
  printf "include 'triagemesh.conf'\n" >>"$data/postgresql.conf"
}

# postgres_start PORT [SETTING...]: returns when it takes connections.
postgres_start() {
  local data="$RUN/postgres" port="$1" bin
  shift
  [[ -z "$(postgres_pid)" ]] || return 0
  bin="$(postgres_bin)"
  {
    printf "listen_addresses = '127.0.0.1'\nport = %d\nunix_socket_directories = ''\nmax_connections = 300\n" "$port"
    printf "timezone = 'UTC'\nlog_timezone = 'UTC'\n"
    (($# == 0)) || printf '%s\n' "$@"
  } >"$data/triagemesh.conf"
  chmod 644 -- "$data/triagemesh.conf"
  if ! (cd / && postgres_as "$bin/pg_ctl" start --wait --timeout=90 --silent --pgdata="$data") \
    >>"$RUN/logs/postgres.log" 2>&1 </dev/null 9>&-; then
    tail -n 5 "$RUN/logs/postgres.log" >&2
    die "PostgreSQL did not start; see $RUN/logs/postgres.log"
  fi
}

# postgres_sql PORT ADMIN_PASSWORD: runs standard input as the administrator.
postgres_sql() {
  PGPASSWORD="$2" PGCONNECT_TIMEOUT=10 "$(postgres_bin)/psql" --no-psqlrc --quiet --tuples-only --no-align \
    --set=ON_ERROR_STOP=1 --host=127.0.0.1 --port="$1" --username=triagemesh_admin --dbname=postgres
}

# postgres_database PORT ADMIN_PASSWORD PASSWORD: the database triagemesh and the account that owns it, once.
postgres_database() {
  local missing
  missing="$(postgres_sql "$1" "$2" <<<"SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'triagemesh')")"
  [[ -n "$missing" ]] || return 0
  postgres_sql "$1" "$2" <<EOSQL
DO \$\$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'triagemesh') THEN CREATE ROLE triagemesh; END IF; END \$\$;
ALTER ROLE triagemesh LOGIN PASSWORD '$3';
CREATE DATABASE triagemesh OWNER triagemesh;
EOSQL
}

# postgres_stop [SIGNAL]: INT is a fast shutdown, QUIT an immediate one; what is committed stays.
postgres_stop() {
  local pid
  pid="$(postgres_pid)"
  [[ -z "$pid" ]] || stop_process "$pid" 60 "${1:-INT}"
}
