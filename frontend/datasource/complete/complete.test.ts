import { describe, expect, it } from 'vitest';

import { NOTHING } from '../builder/promql';
import { readPromql } from '../builder/readPromql';
import { parsePromql, spansOf } from '../promql/parse';
import { matching, offersOf, snippet, type Completer } from './completion';
import { influxCompleters } from './influx';
import { completePromql } from './promql';
import { withVariables } from './variables';
import { completeMetric } from './whole';

type Row = [before: string, path: string | null, params?: Record<string, string>, prefix?: string];

function check(complete: Completer, [before, path, params = {}, prefix = '']: Row) {
  const completion = complete(before);
  if (path === null) {
    expect(completion).toBeNull();
  } else {
    expect(completion).toMatchObject({ lookup: { path, params }, prefix, from: before.length - prefix.length });
  }
}

/** The text before the cursor once a name is chosen there. */
function chosen(complete: Completer, before: string, name: string): string {
  const completion = complete(before)!;
  const [offer] = offersOf([name], completion);
  return before.slice(0, offer?.from ?? completion.from) + (offer?.insert ?? name);
}

describe('PromQL offers', () => {
  it.each<Row>([
    ['', null],
    ['5', null],
    ['requ', 'metrics-names', { match: 'req' }, 'requ'],
    ['rate(requ', 'metrics-names', { match: 'req' }, 'requ'],
    ['a / node:cp', 'metrics-names', { match: 'nod' }, 'node:cp'],
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
    ['up{a="{", jo', 'labels', { metric: 'up' }, 'jo'],
    ['x{a="b"} / up{a="{x{", job="v', 'label-values', { label: 'job', metric: 'up' }, 'v'],
    ['up # sum by (jo', null],
    ['up # the "rate\n/ reque', 'metrics-names', { match: 'req' }, 'reque'],
    ['up # isn\'t\n/ up{jo', 'labels', { metric: 'up' }, 'jo'],
    ['{"http.requests", jo', 'labels', { metric: 'http.requests' }, 'jo'],
    ['{"http.requests", job="a', 'label-values', { label: 'job', metric: 'http.requests' }, 'a'],
    ['{"http.req', 'metrics-names', { match: 'htt' }, 'http.req'],
    ['up{"k8s.p', 'labels', { metric: 'up' }, 'k8s.p'],
    ['up{"k8s.pod"="a', 'label-values', { label: 'k8s.pod', metric: 'up' }, 'a'],
    ['up{job=`a', 'label-values', { label: 'job', metric: 'up' }, 'a'],
    ['up{job="a"', null],
    ['up{job="a" ', null],
    ['up{job="a" "b', null],
    ['up{job="a", ', 'labels', { metric: 'up' }],
    ['up { jo', 'labels', { metric: 'up' }, 'jo'],
    ['up{ # why\n', 'labels', { metric: 'up' }],
    ['up{a="#b",\n', 'labels', { metric: 'up' }],
    ['sum(up) by (job, in', 'labels', {}, 'in'],
    ['a * on (b) group_left (jo', 'labels', {}, 'jo'],
    ['SUM BY (', 'labels', {}],
    ['sum by (job)', null],
    ['up{a="b"} offset ', null],
    ['up offset 5', null],
    ['rate(up[5m]) * 0x1', null],
    ['label_replace(up, "a", "$1", "b', null],
    ['http.re', 'metrics-names', { match: 'htt' }, 'http.re'],
    ['rate(größe', 'metrics-names', { match: 'grö' }, 'größe'],
    ['1.re', null],
    ['up{k8s.p', 'labels', { metric: 'up' }, 'k8s.p'],
    ['up{job="a", ä', 'labels', { metric: 'up' }, 'ä'],
    ['sum by (a, k8s.p', 'labels', {}, 'k8s.p'],
    ['a * on (b) group_left (k8s.p', 'labels', {}, 'k8s.p'],
  ])('%s', (...row) => check(completePromql, row));
});

it('offers the labels of all metrics after one that is a variable', () => {
  expect(completePromql('$metric{jo')?.lookup).toEqual({ path: 'labels', params: {} });
});

describe('a PromQL name that is chosen', () => {
  it.each<[before: string, name: string, written: string]>([
    ['rate(requ', 'requests', 'rate(requests'],
    ['up{jo', 'job', 'up{job'],
    ['rate(http.re', 'http.requests', 'rate({"http.requests"}'],
    ['5 * requ', 'http.requests', '5 * {"http.requests"}'],
    ['grö', 'größe', '{"größe"}'],
    ['a / http re', 'http requests', 'a / {"http requests"}'],
    ['http-re', 'http-requests', '{"http-requests"}'],
    ['a - re', 'http-requests', 'a - {"http-requests"}'],
    ['graph', 'h graph', '{"h graph"}'],
    ['1 - p', 'p', '1 - p'],
    ['say', 'say "no\\way"', '{"say \\"no\\\\way\\""}'],
    ['o', 'on', '{"on"}'],
    ['i', 'Inf', '{"Inf"}'],
    ['b', 'by', 'by'],
    ['{"http.re', 'http.requests', '{"http.requests'],
    ['{"s', 'say "no"', '{"say \\"no\\"'],
    ['up{k8s.p', 'k8s.pod', 'up{"k8s.pod"'],
    ['up{', 'k8s.pod', 'up{"k8s.pod"'],
    ['up{a="b", p', 'größe', 'up{a="b", "größe"'],
    ['up{"k8s.p', 'k8s.pod', 'up{"k8s.pod'],
    ['sum by (k8s.p', 'k8s.pod', 'sum by ("k8s.pod"'],
    ['sum by (job, ', 'k8s.pod', 'sum by (job, "k8s.pod"'],
    ['a * on (b) group_left (k', 'k8s.pod', 'a * on (b) group_left ("k8s.pod"'],
    ['sum by ("k', 'k8s.pod', 'sum by ("k8s.pod'],
    ['up{by', 'by', 'up{by'],
    ['up{path="C', 'C:\\a "b"', 'up{path="C:\\\\a \\"b\\"'],
    ["up{path='i", "it's", "up{path='it\\'s"],
    ['up{path=`C', 'C:\\a', 'up{path=`C:\\a'],
  ])('%s: %s', (before, name, written) => {
    expect(chosen(completePromql, before, name)).toBe(written);
  });

  it.each(['http.requests', 'http requests', 'größe', 'a-b', '1st', 'say "no\\way"', 'a\nb', 'on', 'bool', 'ignoring', 'group_left', 'group_right', 'NaN', 'inf', 'up', 'a:b'])(
    'is right to the grammar: %j',
    (name) => {
      const selector = chosen(completePromql, 'u', name);
      const label = chosen(completePromql, 'up{', name);
      const group = chosen(completePromql, 'sum by (', name);
      for (const expr of [selector, `rate(${selector}[5m])`, `${label}="x"}`, `${group}) (up)`]) {
        expect(spansOf(parsePromql(expr).tree, ({ type }) => type.isError), expr).toEqual([]);
      }
      expect(readPromql(selector)).toEqual({ build: { ...NOTHING, metric: name } });
    }
  );
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
    ['SELECT x FROM "cpu" GROUP BY time($__interval), "host", reg', 'labels', { metric: 'cpu' }, 'reg'],
    ['SELECT x FROM "cpu" GROUP BY "host", "reg', 'labels', { metric: 'cpu' }, 'reg'],
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

describe('an InfluxQL or Flux name that is chosen', () => {
  const { influxql, flux } = influxCompleters;

  it.each<[before: string, complete: Completer, name: string, written: string]>([
    ['SELECT x FROM cp', influxql, 'cpu', 'SELECT x FROM "cpu"'],
    ['SELECT x FROM "cp', influxql, 'cpu', 'SELECT x FROM "cpu'],
    ['SELECT x FROM "s', influxql, 'say "no"', 'SELECT x FROM "say \\"no\\"'],
    ['SELECT x FROM cpu WHERE na', influxql, 'name', 'SELECT x FROM cpu WHERE "name"'],
    ['SELECT x FROM cpu WHERE "ho', influxql, 'host', 'SELECT x FROM cpu WHERE "host'],
    ['SELECT x FROM cpu GROUP BY time($__interval), ', influxql, 'my-tag', 'SELECT x FROM cpu GROUP BY time($__interval), "my-tag"'],
    ["SELECT x FROM cpu WHERE host = 'i", influxql, "it's", "SELECT x FROM cpu WHERE host = 'it\\'s"],
    ['SELECT x FROM cpu WHERE host =~ /^a', influxql, "a'b", "SELECT x FROM cpu WHERE host =~ /^a'b"],
    ['filter(fn: (r) => r.ho', flux, 'host', 'filter(fn: (r) => r.host'],
    ['filter(fn: (r) => r.my', flux, 'my-tag', 'filter(fn: (r) => r["my-tag"]'],
    ['filter(fn: (r) => r["my', flux, 'my "tag"', 'filter(fn: (r) => r["my \\"tag\\"'],
    ['filter(fn: (r) => r._measurement == "s', flux, 'say "no"', 'filter(fn: (r) => r._measurement == "say \\"no\\"'],
  ])('%s', (before, complete, name, written) => {
    expect(chosen(complete, before, name)).toBe(written);
  });
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
    expect(matching(offersOf(names, { lookup: names }), prefix, limit).map(({ label }) => label)).toEqual(expected);
  });

  it('offers a word that is written already, for there is more to write than it', () => {
    const rate = snippet('rate', 'function', 'per second', 'rate(|)');
    expect(matching([rate], 'rate', 9)).toEqual([rate]);
  });
});

describe('words of the language', () => {
  type WordRow = [before: string, complete: Completer, label: string, written: string];
  const { influxql, flux } = influxCompleters;

  it.each<WordRow>([
    ['rat', completePromql, 'rate', 'rate(|[$__rate_interval])'],
    ['5 * su', completePromql, 'sum', 'sum(|)'],
    ['su', completePromql, 'sum by', 'sum by (|) ()'],
    ['sum b', completePromql, 'by', 'by (|) ()'],
    ['2 * topk ', completePromql, 'without', 'without (|) ()'],
    ['hist', completePromql, 'histogram_quantile of buckets', 'histogram_quantile(0.95, sum by (le) (rate(|[$__rate_interval])))'],
    ['rate(up[', completePromql, '$__rate_interval', '$__rate_interval]|'],
    ['rate(up[5', completePromql, '5m', '5m]|'],
    ['rate(up{a="[b"}[', completePromql, '5m', '5m]|'],
    ['a / up[ ', completePromql, '5m', '5m]|'],
    ['SUM b', completePromql, 'by', 'by (|) ()'],
    ['a and su', completePromql, 'sum', 'sum(|)'],
    ['sel', influxql, 'SELECT', 'SELECT|'],
    ['SELECT me', influxql, 'mean', 'mean("|")'],
    ['from(bucket: "b") |> fil', flux, 'filter', 'filter(fn: (r) => r.|)'],
  ])('%s', (before, complete, label, written) => {
    const completion = complete(before);
    const offer = matching(completion?.also ?? [], completion?.prefix ?? '', 50).find((one) => one.label === label)!;
    const insert = offer.insert ?? offer.label;
    const cursor = insert.length - (offer.back ?? 0);
    expect(`${insert.slice(0, cursor)}|${insert.slice(cursor)}`).toBe(written);
  });

  it.each<[string, Completer, string]>([
    ['within a string', completePromql, 'label_replace(up, "su'],
    ['within a string', influxql, 'SELECT "me'],
    ['within a string', flux, 'from(bucket: "fi'],
    ['after a number', completePromql, '5'],
  ])('none %s', (_name, complete, before) => {
    expect(complete(before)?.also ?? []).toEqual([]);
  });
});

describe('a field of one metric', () => {
  it.each([
    ['', {}],
    ['dur', { match: 'dur' }],
    ['duration_sec', { match: 'dur' }],
  ])('asks for names that hold what is written: %s', (before, params) => {
    expect(completeMetric(['job'])(before)).toMatchObject({
      lookup: { path: 'metrics-names', params },
      also: [{ label: '$job' }],
      prefix: before,
      from: 0,
      isWhole: true,
    });
  });
});

describe('variables', () => {
  const promql = withVariables(completePromql, 'promql', ['service', 'job']);
  const labelsOf = (complete: Completer, before: string) => {
    const completion = complete(before);
    return completion && matching(completion.also ?? [], completion.prefix, 50).map(({ label }) => label);
  };

  it.each<[string, Completer, string, string[]]>([
    ['all after the sign', promql, '$', ['$service', '$job', '$__rate_interval', '$__interval', '$__interval_ms']],
    ['by their beginning', promql, 'up{job="$se', ['$service']],
    ['that the backend fills', promql, 'rate(up[$__ra', ['$__rate_interval']],
    ['of Flux after v.', withVariables(influxCompleters.flux, 'flux', []), 'range(start: v.timeRangeSta', ['v.timeRangeStart']],
    ['of InfluxQL', withVariables(influxCompleters.influxql, 'influxql', []), 'WHERE $ti', ['$timeFilter']],
  ])('%s', (_name, complete, before, expected) => {
    expect(labelsOf(complete, before)).toEqual(expected);
  });

  it('leave the rest to the language', () => {
    expect(promql('up{')).toEqual(completePromql('up{'));
    expect(promql('rat')).toEqual({ ...completePromql('rat'), write: expect.any(Function) });
  });
});
