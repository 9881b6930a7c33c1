#!/usr/bin/env bash
# A sample that is NaN is "greater" than any number in the template of an alert.
#
# Seen with Prometheus 2.42 (promtool, Debian's package), whose templates are Go's, as Grafana's are: for NaN, `gt` and `ge` are true,
# while `lt`, `le` and `eq` are false, and `ne` is true. Go makes `gt` the negation of `le`, which is `lt` or `eq`, and both are false
# for NaN. PromQL itself keeps to IEEE 754: `x > 5` drops a NaN.
#
# So `{{ if gt $value 5.0 }}` writes the words for a high value where no number is there, and the same question asked the other way
# round, `{{ if lt 5.0 $value }}`, does not. `{{ if eq $value $value }}` tells a number from NaN.
set -euo pipefail

version=2.42.0+ds-5+deb12u1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -q "prometheus=$version" >/dev/null
dpkg-deb -x prometheus_*.deb package
promtool=package/usr/bin/promtool

cat >rules.yml <<'RULES'
groups:
  - name: nan
    rules:
      - alert: NotFive
        # NaN differs from every number, so it passes this filter.
        expr: x != 5
        annotations:
          gt: '{{ if gt $value 5.0 }}yes{{ else }}no{{ end }}'
          ge: '{{ if ge $value 5.0 }}yes{{ else }}no{{ end }}'
          lt: '{{ if lt $value 5.0 }}yes{{ else }}no{{ end }}'
          le: '{{ if le $value 5.0 }}yes{{ else }}no{{ end }}'
          turned: '{{ if lt 5.0 $value }}yes{{ else }}no{{ end }}'
          itself: '{{ if eq $value $value }}yes{{ else }}no{{ end }}'
      - alert: AboveFive
        expr: x > 5
RULES
cat >test.yml <<'TEST'
rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - series: x
        values: NaN
    alert_rule_test:
      - eval_time: 0m
        alertname: NotFive
        exp_alerts:
          - exp_annotations: { gt: 'yes', ge: 'yes', lt: 'no', le: 'no', turned: 'no', itself: 'no' }
      - eval_time: 0m
        alertname: AboveFive
        exp_alerts: []
TEST

"$promtool" --version 2>&1 | head -n 1
"$promtool" test rules test.yml
echo "As seen: for NaN gt and ge say yes; lt, le, the turned question and NaN == NaN say no; PromQL's x > 5 drops it."
