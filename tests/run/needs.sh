#!/usr/bin/env bash
# Says in a line each what is missing or too old to build with, and fails where there is such a line: needs.sh [go]. A missing
# C compiler is installed, where apt and root are at hand.
set -uo pipefail
cd "$(dirname "$0")/../.."
source tests/run/tools.sh

failed=0
say() {
  echo "$1" >&2
  failed=1
}

# Whether the version $1 is at least $2.
at_least() {
  printf '%s\n' "$2" "$1" | sort -C -V
}

# need NAME VERSION WANTED PLACE, where VERSION is what the program itself says
need() {
  if ! command -v "${1,,}" >/dev/null; then
    say "Missing: ${1,,}. $1 $3 or newer is needed: $4"
  elif [[ -z $2 ]]; then
    say "Broken: ${1,,} does not run: $("${1,,}" --version 2>&1 | head -n 1)"
  elif ! at_least "$2" "$3"; then
    say "Too old: ${1,,} $2. $1 $3 or newer is needed: $4"
  fi
}

# What comes from Debian comes at once, as everything else that is built with.
command -v cc >/dev/null || install_from_debian "gcc libc6-dev" >&2
command -v cc >/dev/null || say "Missing: cc. Rust links with a C compiler: on Debian sudo apt-get install gcc libc6-dev"

# The versions stand once, where the tools themselves read them.
rust=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
node=$(sed -n '/"engines"/,/}/s/.*"node": ">=\(.*\)".*/\1/p' package.json)
need Cargo "$(cargo --version 2>/dev/null | cut -d' ' -f2)" "$rust" https://rustup.rs
need Node "$(node --version 2>/dev/null | tr -d v)" "$node" https://nodejs.org
command -v npm >/dev/null || say "Missing: npm. It comes with Node: https://nodejs.org"

if [[ ${1:-} == go ]]; then
  go=$(sed -n 's/^go //p' tests/host/go.mod)
  if ! command -v go >/dev/null; then
    say "Missing: go. Go $go or newer is needed: https://go.dev/dl"
  # A newer one is fetched by go itself, where it is allowed to.
  elif ! (cd tests/host && go env GOVERSION) >/dev/null 2>&1; then
    say "Too old: $(cd / && go version 2>&1 | head -n 1). Go $go or newer is needed: https://go.dev/dl"
  fi
fi
exit "$failed"
