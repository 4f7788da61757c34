# shellcheck shell=bash
# Sample mentions are moved in time as they are loaded, so that their clocks show something: the newest was just posted.

# sample_of_today FILE: FILE with every posted_at moved by the same span.
sample_of_today() {
  local newest shift line before at after now
  now="$(date +%s)"
  newest="$(sed -n 's/.*"posted_at": "\([^"]*\)".*/\1/p' "$1" | sort | tail -n 1)"
  shift=$((now - 60 - $(date -d "$newest" +%s)))
  # All dates at once: one process instead of one a line.
  paste -d '\t' \
    <(sed -n 's/.*"posted_at": "\([^"]*\)".*/\1/p' "$1" | date -f - +%s |
      while read -r at; do TZ=UTC printf '%(%Y-%m-%dT%H:%M:%SZ)T\n' $((at + shift)); done) \
    "$1" |
    while IFS=$'\t' read -r at line; do
      before="${line%%'"posted_at": "'*}"
      after="${line#*'"posted_at": "'}"
      printf '%s"posted_at": "%s"%s\n' "$before" "$at" "${after#*\"}"
    done
}
