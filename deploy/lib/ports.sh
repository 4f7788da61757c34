# shellcheck shell=bash
# One run takes one block of ports: BASE+0 PostgreSQL, +1 AMQP, +2 RabbitMQ management, +3 epmd, +4 Erlang distribution,
# +10 ingest, +11 classifier, +12 router, +13 desk. All below the range that the kernel hands out by itself.

PORTS_LAST=32767
PORTS_OFFSETS=(0 1 2 3 4 10 11 12 13)

# listening: every TCP port something listens on, one a line.
listening() {
  local file
  for file in /proc/net/tcp /proc/net/tcp6; do
    [[ -r "$file" ]] || continue
    while read -r _ address _ state _; do
      [[ "$state" != 0A ]] || printf '%d\n' "0x${address##*:}"
    done <"$file"
  done
}

# taken_port BASE: prints the first port of that block that is in use; fails where all are free.
taken_port() {
  local used offset
  used=" $(listening | tr '\n' ' ') "
  for offset in "${PORTS_OFFSETS[@]}"; do
    if [[ "$used" == *" $(($1 + offset)) "* ]]; then
      printf '%d' $(($1 + offset))
      return 0
    fi
  done
  return 1
}

# valid_base BASE
valid_base() { [[ "$1" =~ ^[0-9]{4,5}$ ]] && ((10#$1 >= 1024 && 10#$1 + 13 <= PORTS_LAST)); }

# free_base KEY: a free block. KEY (the run directory) says where to begin looking, so that two runs differ.
free_base() {
  local start base try
  start=$((16#$(printf '%s' "$1" | sha256sum | cut -c1-6) % 600))
  for ((try = 0; try < 600; try++)); do
    base=$((20000 + (start + try) % 600 * 20))
    if ! taken_port "$base" >/dev/null; then
      printf '%d' "$base"
      return 0
    fi
  done
  die "no free block of ports between 20000 and 32000"
}
