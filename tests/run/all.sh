#!/usr/bin/env bash
# Every check and test, each step with a log of its own. Ends with `N passed, N failed`; fails if anything failed.
set -uo pipefail
cd "$(dirname "$0")/../.."
source tests/run/tools.sh

logs=tests/.run
rm -rf "$logs"
mkdir -p "$logs"
passed=0
failed=0

# Steps that were started and are not yet reported, the oldest first, and how many of them may run at once.
running=()
at_once=1
# Whoever interrupts the script means its steps too, which do not hear it.
trap 'kill 0' INT

# A step that passes or fails as a whole: check NAME COMMAND...
check() {
  start run_check "$@"
}

# A step that runs tests: tests NAME RUNNER REPORT COMMAND..., where REPORT is what count.mjs reads.
tests() {
  start run_tests "$@"
}

# Starts a step, and reports the oldest ones until there is room for another.
start() {
  "$@" &
  running+=("$2:$!")
  while ((${#running[@]} >= at_once)); do
    wait "${running[0]#*:}"
    report "${running[0]%:*}"
    running=("${running[@]:1}")
  done
}

# These leave what came of the step in a file: its exit status, seconds, tests that passed and that failed.
run_check() {
  local name=$1 start=$SECONDS status=0
  shift
  "$@" >"$logs/$name.log" 2>&1 || status=$?
  echo "$status $((SECONDS - start)) 0 $((status != 0))" >"$logs/$name.result"
}

run_tests() {
  local name=$1 runner=$2 report=$3 start=$SECONDS status=0 good=0 bad=0
  shift 3
  "$@" >"$logs/$name.log" 2>&1 || status=$?
  read -r good bad < <(node tests/run/count.mjs "$runner" "$report" 2>>"$logs/$name.log")
  good=${good:-0} bad=${bad:-0}
  if ((bad == 0)) && { ((status != 0)) || ((good == 0)); }; then
    bad=1
    ((status != 0)) || echo "No test ran." >>"$logs/$name.log"
  fi
  echo "$status $((SECONDS - start)) $good $bad" >"$logs/$name.result"
}

# A line for a step that has ended, and the end of its log where it failed: report NAME
report() {
  local name=$1 status seconds good bad
  # A step that was killed says nothing of itself.
  read -r status seconds good bad <"$logs/$name.result" || status=killed seconds=0 good=0 bad=1
  passed=$((passed + good))
  failed=$((failed + bad))
  if ((bad == 0)); then
    printf 'ok    %-18s %4d s%s\n' "$name" "$seconds" "$( ((good > 0)) && echo "  $good tests")"
  else
    printf 'FAIL  %-18s %4d s  %d passed, %d failed (exit %s); the end of %s:\n' \
      "$name" "$seconds" "$good" "$bad" "$status" "$logs/$name.log"
    tail -n 40 "$logs/$name.log" | sed 's/^/      /'
  fi
}

go_tests() {
  local status=0
  (cd tests/host && go test -count=1 -timeout 20m -json ./...) >"$logs/host.json" || status=$?
  # The log is for people.
  node -e '
    for (const line of require("node:fs").readFileSync(process.argv[1], "utf8").split("\n")) {
      if (line.startsWith("{")) process.stdout.write(JSON.parse(line).Output ?? "");
    }' "$logs/host.json"
  return "$status"
}

check set-up tests/run/setup.sh
check needs tests/run/needs.test.sh
# What the set-up found or installed is what the tests start.
CHROMIUM=${CHROMIUM:-$(place_of chromium)}
SEISMO_PYTHON=$(python_with_numpy)
export CHROMIUM SEISMO_PYTHON

# A step's second name ends with -13: the same sources with the packages of Grafana 13.
check packages make --no-print-directory node_modules/.package-lock.json
check packages-13 make --no-print-directory frontend/grafana13/node_modules/.package-lock.json
# Most of these use one core each.
at_once=2
check typecheck npm run --silent typecheck
check typecheck-13 npm run --silent typecheck:13
check dashboards npm run --silent dashboards
check dashboards-13 npm run --silent dashboards:13
check lint npm run --silent lint
check knip npm run --silent knip
check i18n npm run --silent i18n:check
check contract npm run --silent contract:check
tests vitest vitest "$logs/vitest.json" \
  npm test --silent -- --reporter=default --reporter=json --outputFile.json="$logs/vitest.json"
tests vitest-13 vitest "$logs/vitest-13.json" \
  env GRAFANA=13 npm test --silent -- --reporter=default --reporter=json --outputFile.json="$logs/vitest-13.json"
check build-workbench npm run --silent build:workbench
check build-workbench-13 env GRAFANA=13 npm run --silent build:workbench
check build-plugin-13 env GRAFANA=13 npm run --silent build:plugin

# Cargo, Go and the browser use every core there is.
at_once=1
check rustfmt cargo fmt --check
check clippy cargo clippy --release --workspace --all-targets -- -D warnings
tests cargo cargo "$logs/cargo.log" cargo test --release --workspace --no-fail-fast
check build-binaries cargo build --release --workspace

check go-vet go -C tests/host vet ./...
tests host go "$logs/host.json" go_tests
check dist make --no-print-directory dist
check examples tests/examples/run.sh
check demo target/release/seismo try --check
if npm pkg get scripts.e2e | grep -q '^"'; then
  tests e2e summary "$logs/e2e.log" npm run --silent e2e
  # What people do on the page; languages, contrast and the other pictures were judged above.
  tests e2e-13 summary "$logs/e2e-13.log" env GRAFANA=13 npm run --silent e2e -- page panel explore editor
fi

echo "$passed passed, $failed failed" | tee "$logs/summary.log"
((failed == 0))
