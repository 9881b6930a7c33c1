import { describe, expect, it } from 'vitest';

import { matching, type Completer } from './completion';
import { influxCompleters } from './influx';
import { completePromql } from './promql';

type Row = [before: string, path: string | null, params?: Record<string, string>, prefix?: string];

function check(complete: Completer, [before, path, params = {}, prefix = '']: Row) {
  const completion = complete(before);
  if (path === null) {
    expect(completion).toBeNull();
  } else {
    expect(completion).toEqual({ lookup: { path, params }, prefix, from: before.length - prefix.length });
  }
}

describe('PromQL offers', () => {
  it.each<Row>([
    ['', null],
    ['5', null],
    ['requ', 'metrics-names', { match: 'req' }, 'requ'],
    ['rate(requ', 'metrics-names', { match: 'req' }, 'requ'],
    ['a / node:cp', 'metrics-names', { match: 'nod' }, 'node:cp'],
    ['rate(up[5', null],
    ['rate(up[$__rate', null],
    ['$job', null],
    ['up{', 'labels', { metric: 'up' }],
    ['up{jo', 'labels', { metric: 'up' }, 'jo'],
    ['up{job="a", in', 'labels', { metric: 'up' }, 'in'],
    ['{jo', 'labels', {}, 'jo'],
    ['up{job', 'labels', { metric: 'up' }, 'job'],
    ['up{job=', null],
    ['up{job="', 'label-values', { label: 'job', metric: 'up' }],
    ['up{job=~"ap', 'label-values', { label: 'job', metric: 'up' }, 'ap'],
    ["up{job!~'ap", 'label-values', { label: 'job', metric: 'up' }, 'ap'],
    ['up{a="}", job="x', 'label-values', { label: 'job', metric: 'up' }, 'x'],
    ['up{a="\\"", job="x', 'label-values', { label: 'job', metric: 'up' }, 'x'],
    ['label_replace(up, "do', null],
    ['sum by (jo', 'labels', {}, 'jo'],
    ['sum by (job, in', 'labels', {}, 'in'],
    ['up{job="a"} + reque', 'metrics-names', { match: 'req' }, 'reque'],
  ])('%s', (...row) => check(completePromql, row));
});

describe('InfluxQL offers', () => {
  it.each<Row>([
    ['SELECT ', null],
    ['SELECT mean(x) FROM ', 'metrics-names'],
    ['SELECT mean(x) FROM "cp', 'metrics-names', { match: 'cp' }, 'cp'],
    ['SELECT x FROM "cpu" WHERE ', 'labels', { metric: 'cpu' }],
    ['SELECT x FROM cpu WHERE "ho', 'labels', { metric: 'cpu' }, 'ho'],
    ["SELECT x FROM cpu WHERE host = 'a' AND reg", 'labels', { metric: 'cpu' }, 'reg'],
    ['SELECT x FROM cpu GROUP BY time($__interval), ho', 'labels', { metric: 'cpu' }, 'ho'],
    ["SELECT x FROM cpu WHERE host = 'we", 'label-values', { label: 'host', metric: 'cpu' }, 'we'],
    ['SELECT x FROM cpu WHERE "host" =~ /^we', 'label-values', { label: 'host', metric: 'cpu' }, 'we'],
  ])('%s', (...row) => check(influxCompleters.influxql, row));
});

describe('Flux offers', () => {
  it.each<Row>([
    ['from(bucket: "b") |> filter(fn: (r) => r.', 'labels'],
    ['filter(fn: (r) => r._measurement == "cp', 'metrics-names', { match: 'cp' }, 'cp'],
    ['filter(fn: (r) => r._measurement == "cpu" and r.ho', 'labels', { metric: 'cpu' }, 'ho'],
    ['filter(fn: (r) => r["_measurement"] == "cpu" and r["ho', 'labels', { metric: 'cpu' }, 'ho'],
    ['filter(fn: (r) => r._measurement == "cpu" and r.host == "we', 'label-values', { label: 'host', metric: 'cpu' }, 'we'],
    ['from(bucket: "b', null],
  ])('%s', (...row) => check(influxCompleters.flux, row));
});

describe('matching', () => {
  const names = ['cpu_usage', 'request_rate', 'error_rate', 'Rate'];

  it.each([
    ['names that start with it come first, whatever the case', 'rate', 9, ['Rate', 'request_rate', 'error_rate']],
    ['everything for nothing written', '', 9, names],
    ['no more than asked for', '', 2, ['cpu_usage', 'request_rate']],
    ['nothing where all is written', 'cpu_usage', 9, []],
    ['nothing for no match', 'zzz', 9, []],
  ])('%s', (_name, prefix, limit, expected) => {
    expect(matching(names, prefix, limit)).toEqual(expected);
  });
});
