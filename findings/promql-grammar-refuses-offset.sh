#!/usr/bin/env bash
# Prometheus' grammar for editors calls a query wrong that Prometheus itself answers: a metric called `offset`.
#
# Seen with @prometheus-io/lezer-promql 0.315.0, the grammar of Prometheus' own editor and of Grafana's query builder, beside Prometheus
# 2.42 (promtool, Debian's package). Both take the words `by`, `sum`, `without`, `and`, `start` and `end` as names of metrics, and both
# refuse `on`, `bool`, `ignoring` and `group_left`. On `offset` they differ: Prometheus lets a metric be called so, also before its own
# modifier (`offset offset 5m`), and the tree of the grammar holds an error.
#
# So a tool must not refuse a query because this tree has an error in it: it can use the tree for colours and completion, and leave
# the verdict to the server.
set -euo pipefail

version=2.42.0+ds-5+deb12u1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -q "prometheus=$version" >/dev/null
dpkg-deb -x prometheus_*.deb package
npm install --silent --no-audit --no-fund @prometheus-io/lezer-promql@0.315.0 @lezer/common@1.5.5 @lezer/highlight@1.2.5 @lezer/lr@1.4.12 >/dev/null

cat >grammar.mjs <<'JS'
import { parser } from '@prometheus-io/lezer-promql';
let wrong = false;
parser.parse(process.argv[2]).iterate({ enter: (node) => { wrong ||= node.type.isError; } });
console.log(wrong ? 'refused' : 'taken');
JS

server() {
  printf 'groups: [{ name: a, rules: [{ record: b, expr: "%s" }] }]\n' "$1" >rules.yml
  if package/usr/bin/promtool check rules rules.yml >/dev/null 2>&1; then echo taken; else echo refused; fi
}

status=0
expect() {
  local grammar prometheus
  grammar=$(node grammar.mjs "$1")
  prometheus=$(server "$1")
  printf '%-20s grammar: %-8s Prometheus: %s\n' "$1" "$grammar" "$prometheus"
  [[ "$grammar $prometheus" == "$2 $3" ]] || { echo "  changed: $2 and $3 were seen"; status=1; }
}
for query in by sum without and start end 'sum offset 5m'; do expect "$query" taken taken; done
for query in on bool ignoring group_left; do expect "$query" refused refused; done
expect offset refused taken
expect 'offset offset 5m' refused taken
exit "$status"
