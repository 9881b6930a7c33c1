#!/usr/bin/env bash
# What `auto` costs beside an earlier commit, both built and run here, in turns: before.sh COMMIT
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/run/tools.sh
commit=${1:?"the commit to compare with, such as 9e7efb8"}
git rev-parse --quiet --verify "$commit^{commit}" >/dev/null || {
  echo "$commit is not in this clone; a shallow one has too little history: git fetch --unshallow" >&2
  exit 1
}

example=backend/detection/examples/auto_costs.rs
tree=target/before/$commit
mkdir -p "$tree"
git archive "$commit" Cargo.toml Cargo.lock backend tests/system plugin.json package.json | tar -x -C "$tree"
mkdir -p "$tree/$(dirname "$example")"
grep -v '// not before' "$example" >"$tree/$example"
cargo build --release --quiet -p seismo-detection --example auto_costs
cargo build --release --quiet -p seismo-detection --example auto_costs --manifest-path "$tree/Cargo.toml" --target-dir "$tree/target"

for _ in 1 2 3 4 5; do
  echo "before $("$tree/target/release/examples/auto_costs")"
  echo "now $(target/release/examples/auto_costs)"
done | sort -k1,1 -k2,2n | awk -v commit="$commit" '
  { times[$1, ++many[$1]] = $2; bytes[$1] = $3 }
  function median(who) { return times[who, int((many[who] + 1) / 2)] }
  END {
    before = median("before"); now = median("now")
    printf "auto after 7 days at 1 minute, one core, the median of %d runs each\n", many["now"]
    printf "%-22s %14s %14s %8s\n", "", commit, "now", "ratio"
    printf "%-22s %14.0f %14.0f %8.2f\n", "nanoseconds a sample", before, now, now / before
    printf "%-22s %14d %14d %8.2f\n", "bytes a stream", bytes["before"], bytes["now"], bytes["now"] / bytes["before"]
  }'
