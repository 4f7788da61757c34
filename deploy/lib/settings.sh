# shellcheck shell=bash
# What a run directory remembers ($RUN/settings, owner only) and the configuration its processes read ($RUN/mesh.json).

declare -A SETTING=()

settings_read() {
  local line
  SETTING=()
  [[ -f "$RUN/settings" ]] || return 0
  while IFS= read -r line; do
    [[ "$line" != *=* ]] || SETTING["${line%%=*}"]="${line#*=}"
  done <"$RUN/settings"
}

settings_write() {
  local key
  for key in "${!SETTING[@]}"; do
    printf '%s=%s\n' "$key" "${SETTING[$key]}"
  done | sort | private_file "$RUN/settings"
}

# settings_secrets: made once, kept for every later start.
settings_secrets() {
  : "${SETTING[postgres_admin_password]:=$(random_text 24)}"
  : "${SETTING[postgres_password]:=$(random_text 24)}"
  : "${SETTING[rabbitmq_password]:=$(random_text 24)}"
  : "${SETTING[signing_key]:=$(random_base64 48)}"
  : "${SETTING[demo_secret]:=whsec_$(random_base64 32)}"
  : "${SETTING[admin_password]:=$(random_text 10)}"
}

# settings_ports WISH: WISH is a base, or empty for the last one while it is free, else any.
settings_ports() {
  local taken
  if [[ -n "$1" ]]; then
    ! taken="$(taken_port "$1")" || die "port $taken is in use by another program; choose another --ports"
    SETTING[ports]="$1"
  elif [[ -z "${SETTING[ports]:-}" ]] || taken_port "${SETTING[ports]}" >/dev/null; then
    SETTING[ports]="$(free_base "$RUN")"
  fi
}

# service_url NAME
service_url() {
  local offset
  case "$1" in
    ingest) offset=10 ;;
    classifier) offset=11 ;;
    router) offset=12 ;;
    desk) offset=13 ;;
  esac
  printf 'http://127.0.0.1:%d' $((SETTING[ports] + offset))
}

# connection_string / bus_uri: the private instance, or the one that the environment names.
connection_string() {
  printf '%s' "${TRIAGEMESH_POSTGRES:-Host=127.0.0.1;Port=${SETTING[ports]};Database=triagemesh;Username=triagemesh;Password=${SETTING[postgres_password]}}"
}

bus_uri() {
  printf '%s' "${TRIAGEMESH_RABBITMQ:-amqp://triagemesh:${SETTING[rabbitmq_password]}@127.0.0.1:$((SETTING[ports] + 1))/triagemesh}"
}

# write_mesh_json MODE: the one configuration file of all processes of this run.
write_mesh_json() {
  local bus
  if [[ "$1" == embedded ]]; then
    bus='"Transport": "memory"'
  else
    bus="\"Transport\": \"rabbitmq\", \"Uri\": $(json_text "$(bus_uri)")"
  fi
  private_file "$RUN/mesh.json" <<EOJSON
{
  "Database": { "ConnectionString": $(json_text "$(connection_string)") },
  "Bus": { $bus },
  "Security": { "SigningKey": $(json_text "${SETTING[signing_key]}") },
  "Ingest": {
    "Url": $(json_text "$(service_url ingest)"),
    "Sources": {
      "demo": { "Channel": "web", "Account": "demo", "Secrets": [$(json_text "${SETTING[demo_secret]}")] }
    }
  },
  "Classifier": { "Url": $(json_text "$(service_url classifier)") },
  "Router": { "Url": $(json_text "$(service_url router)") },
  "Desk": {
    "Url": $(json_text "$(service_url desk)"),
    "FirstAdmin": { "Password": $(json_text "${SETTING[admin_password]}") }
  }
}
EOJSON
}

# write_admin_json TOKEN: how the administrator gets in, for people and scripts.
write_admin_json() {
  private_file "$RUN/admin.json" <<EOJSON
{
  "desk_url": $(json_text "$(service_url desk)"),
  "user": "admin",
  "password": $(json_text "${SETTING[admin_password]}"),
  "api_token": $(json_text "$1")
}
EOJSON
}
