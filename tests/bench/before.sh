#!/usr/bin/env bash
# What `auto` costs beside an earlier commit, both built and run here, in turns: before.sh COMMIT
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/run/tools.sh
commit=${1:?"the commit to compare with, such as 9e7efb8"}
example=backend/detection/examples/auto_costs.rs
tree=$(tree_of "$commit")
mkdir -p "$tree/$(dirname "$example")"
grep -v '// not before' "$example" >"$tree/$example"
cargo build --release --quiet -p seismo-detection --example auto_costs
cargo build --release --quiet -p seismo-detection --example auto_costs --manifest-path "$tree/Cargo.toml" --target-dir "$tree/target"

for _ in 1 2 3 4 5; do
  echo "before $("$tree/target/release/examples/auto_costs")"
  echo "now $(target/release/examples/auto_costs)"
done | awk -v commit="$commit" '
  { streams[$1, ++many[$1]] = $2; queries[$1, many[$1]] = $3; bytes[$1] = $4 }
  # Of an odd number of times: as many are below as above.
  function median(times, who,   at, other, below) {
    for (at = 1; at <= many[who]; at++) {
      below = 0
      for (other = 1; other <= many[who]; other++) below += times[who, other] + other * 1e-9 < times[who, at] + at * 1e-9
      if (below == int(many[who] / 2)) return times[who, at]
    }
  }
  function line(what, before, now) { printf "%-34s %10.0f %10.0f %6.2f\n", what, before, now, now / before }
  END {
    printf "auto at 1 minute, one core, the median of %d runs each\n", many["now"]
    printf "%-34s %10s %10s %6s\n", "", commit, "now", "ratio"
    line("ns a sample, stream after 7 days", median(streams, "before"), median(streams, "now"))
    line("ns a sample, query of 4 weeks", median(queries, "before"), median(queries, "now"))
    line("bytes a stream", bytes["before"], bytes["now"])
  }'
