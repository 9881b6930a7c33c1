import { describe, expect, it } from 'vitest';

import { EMPTY, printInfluxql, readInfluxql, type InfluxqlBuild } from './influxql';
import { NOTHING, printPromql, withQuantile, type PromqlBuild } from './promql';
import { readPromql } from './readPromql';

const promql = (part: Partial<PromqlBuild>): PromqlBuild => ({ ...NOTHING, metric: 'up', ...part });
const rate = { name: 'rate', window: '$__rate_interval' } as const;

describe('PromQL, written and read back', () => {
  it.each<[string, PromqlBuild, string]>([
    ['nothing', NOTHING, ''],
    ['a metric', promql({}), 'up'],
    ['conditions', promql({ matchers: [{ label: 'job', operator: '=~', value: 'a|b' }, { label: 'x', operator: '!=', value: '' }] }), 'up{job=~"a|b", x!=""}'],
    ['a condition alone', promql({ metric: '', matchers: [{ label: 'job', operator: '=', value: 'a' }] }), '{job="a"}'],
    ['quotes, backslashes and lines in a value', promql({ matchers: [{ label: 'a', operator: '=', value: 'x"\\d\ny' }] }), 'up{a="x\\"\\\\d\\ny"}'],
    ['a variable as value', promql({ matchers: [{ label: 'a', operator: '=~', value: '${svc:regex}' }] }), 'up{a=~"${svc:regex}"}'],
    ['a variable as metric', promql({ metric: '$metric' }), '$metric'],
    ['a rate', promql({ over: rate }), 'rate(up[$__rate_interval])'],
    ['an increase over a fixed window', promql({ over: { name: 'increase', window: '1h30m' } }), 'increase(up[1h30m])'],
    ['a sum', promql({ aggregate: { name: 'sum', by: [] } }), 'sum(up)'],
    ['a mean by labels of a rate', promql({ over: rate, aggregate: { name: 'avg', by: ['a', 'b'] } }), 'avg by (a, b) (rate(up[$__rate_interval]))'],
    ['a quantile', withQuantile(promql({ metric: 'x_bucket' }), 0.95), 'histogram_quantile(0.95, sum by (le) (rate(x_bucket[$__rate_interval])))'],
    ['a metric that is called like a function', promql({ metric: 'rate' }), 'rate'],
    ['a recording rule', promql({ metric: 'job:up:sum' }), 'job:up:sum'],
    ['a metric whose name has to be quoted', promql({ metric: 'http.requests' }), '{"http.requests"}'],
    [
      'labels whose names have to be quoted',
      promql({ metric: 'a b', matchers: [{ label: 'k8s.pod', operator: '=', value: 'x' }], aggregate: { name: 'sum', by: ['k8s.pod', 'le'] } }),
      'sum by ("k8s.pod", le) ({"a b", "k8s.pod"="x"})',
    ],
    ['a metric with a variable in its name', promql({ metric: 'node_${what}_bytes' }), 'node_${what}_bytes'],
    ['labels that are variables', promql({ matchers: [{ label: '$label', operator: '=', value: 'x' }], aggregate: { name: 'sum', by: ['[[label]]'] } }), 'sum by ([[label]]) (up{$label="x"})'],
    ['a window with a variable in it', promql({ over: { name: 'rate', window: '${n}m' } }), 'rate(up[${n}m])'],
    ['signs of PromQL in a value', promql({ matchers: [{ label: 'a', operator: '=', value: '{[("#' }] }), 'up{a="{[(\\"#"}'],
    ['a metric that is called like an aggregation', promql({ metric: 'sum' }), 'sum'],
    ['a metric that is called like a word that no metric may be', promql({ metric: 'on', over: rate }), 'rate({"on"}[$__rate_interval])'],
    ['a label that is called like a word', promql({ matchers: [{ label: 'by', operator: '=', value: 'offset' }] }), 'up{by="offset"}'],
  ])('%s', (_name, build, expr) => {
    expect(printPromql(build)).toBe(expr);
    expect(readPromql(expr)).toEqual({ build });
  });

  it.each([
    ['the labels may stand behind', 'sum(rate(up[5m])) by (job)', 'sum by (job) (rate(up[5m]))'],
    ['blanks and lines are of no matter', '  sum  by(job)\n(\n rate( up { a = "b" , } [5m] ) )', 'sum by (job) (rate(up{a="b"}[5m]))'],
    ['single quotes are double ones', "up{a='b\"c'}", 'up{a="b\\"c"}'],
    ['words of the language have no case', 'SUM(up) BY (job)', 'sum by (job) (up)'],
    ['a metric may be quoted where it need not be', '{"up", a="b"}', 'up{a="b"}'],
  ])('%s', (_name, expr, expected) => {
    const found = readPromql(expr);
    expect('build' in found && printPromql(found.build)).toBe(expected);
  });

  it.each([
    ['a calculation', 'up / 2', '/ 2'],
    ['another function', 'abs(up)', '(up)'],
    ['an offset', 'rate(up[5m] offset 1d)', 'offset 1d)'],
    ['a subquery', 'rate(up[5m:1m])', ':1m])'],
    ['without', 'sum without (a) (up)', 'without (a) (up)'],
    ['a quantile over series', 'quantile(0.5, up)', '(0.5, up)'],
    ['a comment', 'up # why', '# why'],
    ['a condition that is not finished', 'up{job=', ''],
    ['a bracket too many', 'sum(up))', ')'],
    ['a number', '5', '5'],
    ['two functions in each other', 'rate(rate(up[5m])[5m])', '(up[5m])[5m])'],
    ['a label in backquotes', 'up{a=`b`}', '`b`}'],
    ['a comment before what else is too much', 'up # why\n/ 2', '# why\n/ 2'],
    ['a comment after what else is too much', 'up / 2 # why', '/ 2 # why'],
    ['a moment', 'rate(up[5m] @ end())', '@ end())'],
    ['a calculated window', 'rate(up[5m + 1m])', '5m + 1m])'],
    ['a window that nothing is made of', 'up[5m]', '[5m]'],
    ['an escape that the builder would not write', 'up{a="\\x41"}', '"\\x41"}'],
    ['two metrics', 'up{"down"}', '"down"}'],
    ['a quantile that is a variable', 'histogram_quantile($q, up)', '$q, up)'],
    ['two things to join', 'sum(up, down)', ', down)'],
    ['brackets around', '(up)', '(up)'],
    ['a query that is not finished', 'sum(rate(up[5m]', ''],
  ])('stops at %s', (_name, expr, rest) => {
    expect(readPromql(expr)).toEqual({ rest });
  });

  it.each([
    ['label', { label: ' ', operator: '=', value: 'x' }],
    ['value', { label: 'job', operator: '=', value: null }],
  ] as const)('leaves out a condition that has no %s yet', (_name, matcher) => {
    expect(printPromql(promql({ matchers: [matcher] }))).toBe('up');
  });

  it('keeps labels beside the bound of a quantile, and takes the quantile back alone', () => {
    const build = withQuantile(promql({ aggregate: { name: 'max', by: ['job'] } }), 0.5);
    expect(build.aggregate).toEqual({ name: 'sum', by: ['le', 'job'] });
    expect(withQuantile(build, null)).toEqual({ ...build, quantile: null });
  });
});

const influxql = (part: Partial<InfluxqlBuild>): InfluxqlBuild => ({ ...EMPTY, measurement: 'cpu', field: 'load', ...part });

describe('InfluxQL, written and read back', () => {
  const around = (rest: string, groups = '') => `SELECT mean("load") FROM "cpu" WHERE $timeFilter${rest} GROUP BY time($__interval)${groups}`;

  it.each<[string, InfluxqlBuild, string]>([
    ['nothing', EMPTY, ''],
    ['a field', influxql({}), around('')],
    ['tags', influxql({ where: [{ label: 'host', operator: '=', value: "a'b\\c" }] }), around(` AND "host" = 'a\\'b\\\\c'`)],
    ['a pattern with a slash', influxql({ where: [{ label: 'path', operator: '=~', value: '^/a\\d' }] }), around(' AND "path" =~ /^\\/a\\d/')],
    ['groups', influxql({ groupBy: ['host', 'a "b"'] }), around('', ', "host", "a \\"b\\""')],
    ['another function', influxql({ selector: 'last' }), around('').replace('mean', 'last')],
  ])('%s', (_name, build, query) => {
    expect(printInfluxql(build)).toBe(query);
    expect(readInfluxql(query)).toEqual({ build });
  });

  it('reads names without quotes, any case, and the other sign for "is not"', () => {
    expect(readInfluxql("select MEAN(load) from cpu where $timeFilter and host <> 'a' group by time( $__interval ), host")).toEqual({
      build: influxql({ where: [{ label: 'host', operator: '!=', value: 'a' }], groupBy: ['host'] }),
    });
  });

  it.each([
    ['two fields', 'SELECT mean(a), mean(b) FROM c', ', mean(b) FROM c'],
    ['another function', 'SELECT stddev(a) FROM c', 'stddev(a) FROM c'],
    ['a retention policy', 'SELECT mean(a) FROM "rp"."c" WHERE $timeFilter', '."c" WHERE $timeFilter'],
    ['or', "SELECT mean(a) FROM c WHERE $timeFilter OR b = 'x'", "OR b = 'x'"],
    ['a fill', 'SELECT mean(a) FROM c WHERE $timeFilter GROUP BY time($__interval) fill(0)', 'fill(0)'],
    ['a fixed interval', 'SELECT mean(a) FROM c WHERE $timeFilter GROUP BY time(1m)', 'time(1m)'],
  ])('stops at %s', (_name, query, rest) => {
    expect(readInfluxql(query)).toEqual({ rest });
  });

  it('needs a field and a measurement', () => {
    expect(printInfluxql(influxql({ field: '' }))).toBe('');
    expect(printInfluxql(influxql({ measurement: '' }))).toBe('');
  });
});
