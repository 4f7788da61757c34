# shellcheck shell=bash
# Builds what runs, and only when a source is newer than the last build. One build at a time in a checkout.

BUILD_STAMPS="$ROOT/deploy/cli/bin/Release"

# A build leaves no server processes behind.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

# newer_than STAMP TYPE PATH...: whether a file (f) or folder (d) below the paths changed after STAMP was made. What builds
# and tests write is left out.
newer_than() {
  local stamp="$1" type="$2"
  shift 2
  [[ -e "$stamp" ]] || return 0
  [[ -n "$(find "$@" \( -name bin -o -name obj -o -name node_modules -o -name web -o -name dist -o -name generated \) \
    -prune -o -type "$type" -newer "$stamp" -print -quit 2>/dev/null)" ]]
}

# sources_newer_than STAMP PROJECT: STAMP is from when the build began, STAMP.done from when it ended. Folders tell of files
# that vanished, but a build makes folders too. The desk carries the built pages, so they count as its source.
sources_newer_than() {
  local sources=("$ROOT/contracts" "$ROOT/services" "$ROOT/$2" "$ROOT/Directory.Build.props"
    "$ROOT/Directory.Packages.props" "$ROOT/global.json")
  newer_than "$1" f "${sources[@]}" || newer_than "$1.done" d "${sources[@]}" ||
    [[ "$ROOT/services/Desk/web/dist/index.html" -nt "$1" ]]
}

# locked_build COMMAND...: while no other script builds in this checkout.
locked_build() {
  mkdir -p -- "$BUILD_STAMPS"
  (
    flock 7
    "$@" 7>&-
  ) 7>"$BUILD_STAMPS/.lock"
}

# use_mlnet: ML.NET is built in where its package can be restored; the builds that follow know it by WithMLNet. The answer
# is kept for a day, or until the versions change; another answer than before makes all builds old.
MLNET="$ROOT/services/Classifier.MLNet"
use_mlnet() {
  local stamp="$MLNET/obj/.restores" before answer=false
  if [[ -z "$(find "$stamp" -newer "$ROOT/Directory.Packages.props" -mtime -1 2>/dev/null)" ]]; then
    before="$(cat -- "$stamp" 2>/dev/null)" || true
    ! dotnet restore "$MLNET" --nologo --verbosity quiet >/dev/null 2>&1 </dev/null || answer=true
    mkdir -p -- "$MLNET/obj"
    printf '%s' "$answer" >"$stamp"
    [[ "$answer" == "$before" ]] || rm -f -- "$BUILD_STAMPS"/.built-*
  fi
  WithMLNet="$(<"$stamp")"
  export WithMLNet
}

# say_without_mlnet: one line where it is left out.
say_without_mlnet() {
  [[ "$WithMLNet" == true ]] || say "Microsoft.ML cannot be restored here: ML.NET's trainers and model files are left out."
}

# is_built PROJECT: whether nothing has changed since it was built.
is_built() { ! sources_newer_than "$(built_stamp "$1")" "$1"; }
built_stamp() { printf '%s' "$BUILD_STAMPS/.built-${1//\//-}"; }

# build_project PROJECT: in Release, quietly; the compiler's words only when it fails.
build_project() {
  local stamp began log
  stamp="$(built_stamp "$1")"
  use_mlnet
  ! is_built "$1" || return 0
  began="$BUILD_STAMPS/.began.$$"
  log="$BUILD_STAMPS/.log.$$"
  : >"$began"
  if ! dotnet build "$ROOT/$1" --configuration Release --nologo --verbosity quiet -p:UseSharedCompilation=false \
    >"$log" 2>&1 </dev/null; then
    compiler_words "$log" >&2
    rm -f -- "$began" "$log"
    die "$1 does not build"
  fi
  rm -f -- "$log"
  mv -f -- "$began" "$stamp"
  : >"$stamp.done"
}

# compiler_words LOG: the errors once each, or everything where there are none.
compiler_words() { grep -E '(error|warning) [A-Z]+[0-9]+' "$1" | sort -u || cat "$1"; }

# build_web: the browser application, where it is there and changed.
build_web() {
  local web="$ROOT/services/Desk/web"
  [[ -f "$web/package.json" && -f "$web/index.html" ]] || return 0
  newer_than "$web/dist/index.html" f "$web"/* || return 0
  web_packages
  if ! (cd "$web" && npm run build) >"$web/node_modules/.build.log" 2>&1 </dev/null; then
    tail -n 30 "$web/node_modules/.build.log" >&2
    die "services/Desk/web does not build"
  fi
}

# web_packages: what package-lock.json says, where it is not installed yet.
web_packages() {
  local web="$ROOT/services/Desk/web"
  [[ ! -f "$web/node_modules/.package-lock.json" || "$web/package-lock.json" -nt "$web/node_modules/.package-lock.json" ]] || return 0
  local log
  log="$(mktemp)"
  # Not "npm ci": it insists on the optional packages of every platform, which not every registry holds.
  if ! (cd "$web" && npm install --no-save --no-audit --no-fund --loglevel=error) >"$log" 2>&1 </dev/null; then
    grep -v '^npm warn' "$log" | head -n 15 >&2
    rm -f -- "$log"
    die "npm install failed in services/Desk/web"
  fi
  rm -f -- "$log"
}
