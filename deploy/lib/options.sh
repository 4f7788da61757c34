# shellcheck shell=bash
# The options that the commands share.

# option_value OPTION COUNT VALUE: VALUE, refused where the command line ends before it.
option_value() {
  if (($2 < 2)) || [[ -z "$3" || "$3" == --* ]]; then
    die "$1 needs a value; see --help"
  fi
}

# use_run_dir DIR: sets RUN, without making it.
use_run_dir() {
  RUN="$(absolute "$1")"
  [[ "$RUN" != *$'\n'* && "$RUN" != *"'"* && "$RUN" != *'"'* ]] || die "--run-dir: quotes and line breaks are not allowed in it"
}

# run_lock: one command at a time changes a run directory. Held through descriptor 9.
run_lock() {
  exec 9>"$RUN/lock"
  flock -w 300 9 || die "another command is busy with $RUN"
}

run_unlock() { exec 9>&-; }
