#!/usr/bin/env bash
# Asks an earlier commit's plugin and today's the same queries, and tells where their answers differ: compare.sh COMMIT [COUNT]
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/run/tools.sh
commit=${1:?"the commit to compare with"}
git rev-parse --quiet --verify "$commit^{commit}" >/dev/null || {
  echo "$commit is not in this clone; a shallow one has too little history: git fetch --unshallow" >&2
  exit 1
}

tree=target/before/$commit
mkdir -p "$tree"
git archive "$commit" Cargo.toml Cargo.lock backend tests/system tests/contract plugin.json package.json README.md | tar -x -C "$tree"
cargo build --release --quiet -p seismo-plugin --manifest-path "$tree/Cargo.toml" --target-dir "$tree/target"
cargo build --release --quiet --workspace
target/release/compare_answers "$tree/target/release/gpx_seismo" "${2:-5000}" 2>/dev/null
