#!/usr/bin/env bash
# Installs what the tests start beside our own programs. Where that is not possible, says what is missing and fails.
set -uo pipefail

# Command and the Debian package that brings it.
wanted=(
  chromium:chromium
  prometheus:prometheus
  prometheus-node-exporter:prometheus-node-exporter
  victoria-metrics:victoria-metrics
  influxd:influxdb
)

missing() {
  for entry in "${wanted[@]}"; do
    command -v "${entry%%:*}" >/dev/null || echo "${entry##*:}"
  done
  # The independent scorer that measures are compared with.
  python3 -c 'import numpy' 2>/dev/null || echo python3-numpy
}

mapfile -t packages < <(missing)
if ((${#packages[@]} > 0)) && ((EUID == 0)) && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  # One package that a distribution lacks must not keep the others out.
  apt-get update -q
  for package in "${packages[@]}"; do
    apt-get install -y -q --no-install-recommends "$package"
  done
  mapfile -t packages < <(missing)
fi

failed=0
if ((${#packages[@]} > 0)); then
  echo "Missing: ${packages[*]}. Install them, on Debian with: sudo apt-get install ${packages[*]}"
  failed=1
fi
for tool in cargo node npm go; do
  if ! command -v "$tool" >/dev/null; then
    echo "Missing: $tool. CONTRIBUTING.md says which versions the project needs."
    failed=1
  fi
done
exit "$failed"
