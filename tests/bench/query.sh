#!/usr/bin/env bash
# Measures panels from a real Prometheus through the plugin, and through an earlier commit's in the same run: query.sh COMMIT
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/run/tools.sh
before=$(plugin_of "${1:?"the commit to compare with, such as 9e7efb8"}")
target/release/bench_query "$before"
