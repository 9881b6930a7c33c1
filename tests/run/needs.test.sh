#!/usr/bin/env bash
# Judges needs.sh and tools.sh with programs of its own in front of the PATH, as pyenv, nvm and rustup put theirs there.
set -uo pipefail
cd "$(dirname "$0")/../.."
fakes=$(mktemp -d)
trap 'rm -rf "$fakes"' EXIT
failed=0

# fake NAME SCRIPT...: a program of this name
fake() {
  printf '#!/bin/sh\n%s\n' "$2" >"$fakes/$1"
  chmod +x "$fakes/$1"
}

# says WHAT WANTED COMMAND...: the command's standard error is exactly this line, and it fails where there is one
says() {
  local what=$1 wanted=$2 status=0 told
  shift 2
  told=$(PATH=$fakes:$PATH "$@" 2>&1 >/dev/null) || status=$?
  if [[ $told != "$wanted" ]] || ((status != (${#wanted} > 0))); then
    echo "$what: exit $status, said: ${told:-nothing}" >&2
    failed=1
  fi
  rm -f "$fakes"/*
}

# gives WHAT WANTED COMMAND...: the command prints this
gives() {
  local what=$1 wanted=$2 given
  shift 2
  given=$(PATH=$fakes:$PATH "$@")
  if [[ $given != "$wanted" ]]; then
    echo "$what: $given instead of $wanted" >&2
    failed=1
  fi
  rm -f "$fakes"/*
}

says "a whole machine" "" tests/run/needs.sh go

fake node 'echo v18.19.0'
says "an old Node in front" \
  "Too old: node 18.19.0. Node 20.19 or newer is needed: https://nodejs.org" tests/run/needs.sh

fake node 'echo v20.9.0'
says "versions are numbers, not text" \
  "Too old: node 20.9.0. Node 20.19 or newer is needed: https://nodejs.org" tests/run/needs.sh

fake cargo 'echo "cargo 1.63.0 (fd9c4297c 2022-07-01)"'
says "an old Rust in front" \
  "Too old: cargo 1.63.0. Cargo 1.91 or newer is needed: https://rustup.rs" tests/run/needs.sh

fake cargo 'echo "error: rustup could not choose a version of cargo to run" >&2; exit 1'
says "a rustup without a toolchain" \
  "Broken: cargo does not run: error: rustup could not choose a version of cargo to run" tests/run/needs.sh

fake go 'test "$1" = version || exit 1; echo "go version go1.19.8 linux/amd64"'
says "an old Go in front" \
  "Too old: go version go1.19.8 linux/amd64. Go $(sed -n 's/^go //p' tests/host/go.mod) or newer is needed: https://go.dev/dl" \
  tests/run/needs.sh go
says "a Go that nobody asks for" "" tests/run/needs.sh

# A Python without numpy, such as pyenv's; Debian's has it.
fake python3 'exit 1'
gives "a Python without numpy in front" /usr/bin/python3 bash -c 'source tests/run/tools.sh && python_with_numpy'
fake python3 'exit 0'
gives "a Python that is named" "$fakes/python3" \
  env "SEISMO_PYTHON=$fakes/python3" bash -c 'source tests/run/tools.sh && python_with_numpy'
fake chromium 'exit 1'
gives "a program that is not Debian's in front" /usr/bin/chromium bash -c 'source tests/run/tools.sh && place_of chromium'
fake only-here 'exit 1'
gives "a program that Debian has not" "$fakes/only-here" bash -c 'source tests/run/tools.sh && place_of only-here'
exit "$failed"
