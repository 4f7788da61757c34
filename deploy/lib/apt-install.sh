#!/usr/bin/env bash
# Installs Debian packages as root, one installation at a time on this machine. Nothing that they bring may start by
# itself. What apt-get says is shown only when it fails.
set -euo pipefail

deny=/usr/sbin/policy-rc.d
made=no
log="$(mktemp)"
names=()

# shellcheck disable=SC2317
undo() {
  [[ "$made" == no ]] || rm -f "$deny"
  rm -f "$log"
}

mkdir -p /run/lock
exec 8>/run/lock/triagemesh-install
flock 8
trap undo EXIT
trap 'exit 130' INT TERM HUP
if [[ ! -e "$deny" ]]; then
  made=yes
  printf '#!/bin/sh\nexit 101\n' >"$deny"
  chmod 755 "$deny"
fi

apt-get -o DPkg::Lock::Timeout=300 update >"$log" 2>&1 8>&- || true
for name in "$@"; do
  # The library's package carries its version in its name.
  [[ "$name" != libicu ]] || name="$(apt-cache pkgnames libicu | grep -E '^libicu[0-9]+$' | sort -V | tail -n 1)"
  names+=("$name")
done
if ! DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends \
  "${names[@]}" >>"$log" 2>&1 </dev/null 8>&-; then
  tail -n 20 "$log" >&2
  printf 'apt-get could not install: %s\n' "${names[*]}" >&2
  exit 1
fi
