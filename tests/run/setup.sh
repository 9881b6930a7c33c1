#!/usr/bin/env bash
# Installs what the tests start beside our own programs. Where that is not possible, says what is missing and fails.
set -uo pipefail
cd "$(dirname "$0")/../.."
source tests/run/tools.sh

# Command and the Debian packages that bring it.
wanted=(
  prometheus:prometheus
  prometheus-node-exporter:prometheus-node-exporter
  victoria-metrics:victoria-metrics
  influxd:influxdb
)

# A line for each command that is missing, with its packages.
missing() {
  local entry
  for entry in "${wanted[@]}"; do
    place_of "${entry%%:*}" >/dev/null || echo "$entry"
  done
  [[ -x ${CHROMIUM:-$(place_of chromium)} ]] || echo chromium:chromium
  # The independent scorer that measures are compared with.
  python_with_numpy >/dev/null || echo "python3 with numpy:python3-numpy"
}

mapfile -t lines < <(missing)
if ((${#lines[@]} > 0)); then
  # One package that a distribution lacks must not keep the others out.
  install_from_debian "${lines[@]#*:}"
  mapfile -t lines < <(missing)
fi

failed=0
for line in "${lines[@]}"; do
  echo "Missing: ${line%%:*}. On Debian: sudo apt-get install ${line#*:}" >&2
  failed=1
done
tests/run/needs.sh go || failed=1
exit "$failed"
