# shellcheck shell=bash
# Installs what is missing from Debian's packages. Nothing that a package brings may start by itself.

postgres_bin() {
  local found
  found="$(compgen -G '/usr/lib/postgresql/*/bin/postgres' | sort -V | tail -n 1)" || true
  [[ -n "$found" ]] && printf '%s' "${found%/postgres}"
}

rabbitmq_sbin() {
  local found
  found="$(compgen -G '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server' | sort -V | tail -n 1)" || true
  [[ -n "$found" ]] && printf '%s' "${found%/rabbitmq-server}"
}

node_is_new_enough() {
  local version
  have npm && version="$(node --version 2>/dev/null)" || return 1
  version="${version#v}"
  ((${version%%.*} >= 18))
}

icu_is_there() { compgen -G '/usr/lib/*/libicuuc.so.*' >/dev/null || compgen -G '/usr/lib*/libicuuc.so.*' >/dev/null; }

# missing_packages NEED...: the Debian packages behind what is needed and not there.
missing_packages() {
  local need
  for need in "$@"; do
    case "$need" in
      postgres) postgres_bin >/dev/null || say postgresql ;;
      rabbitmq) { rabbitmq_sbin >/dev/null && have erl; } || say rabbitmq-server ;;
      node) node_is_new_enough || say nodejs npm ;;
      fasttext) have fasttext || say fasttext ;;
      icu) icu_is_there || say libicu ;;
      chromium) [[ -x /usr/bin/chromium ]] || say chromium ;;
      cjk-fonts) compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null || say fonts-noto-cjk ;;
      *) die "unknown need: $need" ;;
    esac
  done
}

# install_missing NEED...
install_missing() {
  local wanted
  need_dotnet
  mapfile -t wanted < <(missing_packages "$@" | tr ' ' '\n')
  ((${#wanted[@]})) || return 0
  have apt-get || die "missing: ${wanted[*]}; install them with this system's package manager"
  say "Installing ${wanted[*]} ..."
  if ((EUID == 0)); then
    bash "$ROOT/deploy/lib/apt-install.sh" "${wanted[@]}"
  elif have sudo && sudo -n true 2>/dev/null; then
    sudo -n bash "$ROOT/deploy/lib/apt-install.sh" "${wanted[@]}"
  else
    die "missing: ${wanted[*]}; as root: apt-get install --no-install-recommends ${wanted[*]}"
  fi
  mapfile -t wanted < <(missing_packages "$@")
  ((!${#wanted[@]})) || die "still missing after the installation: ${wanted[*]}"
}

# need_dotnet: the one thing that no Debian package brings.
need_dotnet() {
  if ! have dotnet; then
    local candidate
    for candidate in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
      [[ -z "$candidate" || ! -x "$candidate/dotnet" ]] || {
        export PATH="$candidate:$PATH" DOTNET_ROOT="$candidate"
        break
      }
    done
  fi
  have dotnet || die "the .NET SDK 10 is missing; see https://dot.net/download"
  local sdks
  sdks="$(dotnet --list-sdks)"
  grep -qE '^1[0-9]\.' <<<"$sdks" || die "the .NET SDK here is too old: version 10 or newer is needed"
}
