#!/usr/bin/env bash
# Asks an earlier commit's plugin and today's the same queries, and tells where their answers differ: compare.sh COMMIT [COUNT]
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/run/tools.sh
commit=${1:?"the commit to compare with"}
before=$(plugin_of "$commit")
cargo build --release --quiet --workspace
target/release/compare_answers "$before" "${2:-5000}" 2>/dev/null
