import type { ScopedVars } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import type { SeismoSource } from '../contract/types';
import type { SeismoQuery } from './types';
import { fill, fillQuery, type Replacer } from './variables';

interface Variable {
  value: string | string[];
  multi?: boolean;
  includeAll?: boolean;
}

/**
 * Fills variables like Grafana's template service: `$name`, `${name}` and `[[name]]`; calls the format with each
 * variable.
 */
function grafana(variables: Record<string, Variable>): Replacer {
  return {
    replace: (text = '', _scoped?: ScopedVars, format?: unknown) =>
      text.replace(/\$(\w+)|\$\{(\w+)(?:\.[^}]*)?(?::[^}]*)?\}|\[\[(\w+)(?::\w+)?\]\]/g, (match, plain, braced, bracketed) => {
        const variable = variables[plain ?? braced ?? bracketed];
        if (!variable) {
          return match;
        }
        return typeof format === 'function' ? format(variable.value, variable) : String(variable.value);
      }),
  };
}

const MEDDLING = grafana(
  Object.fromEntries(
    [
      '__interval',
      '__interval_ms',
      '__rate_interval',
      '__range',
      '__range_s',
      '__range_ms',
      '__from',
      '__to',
      'timeFilter',
      '__timeFilter',
      'v',
    ].map((name) => [name, { value: 'FILLED' }])
  )
);

describe('fill leaves to the backend what follows time and interval', () => {
  it.each([
    'rate(x[$__interval])',
    'rate(x[${__interval}])',
    'rate(x[${__interval:raw}])',
    'rate(x[[[__interval]]])',
    '$__interval_ms ${__interval_ms}',
    'rate(x[$__rate_interval])',
    'x[$__range] x[$__range_s] x[$__range_ms] x[${__range_s}]',
    '$__from ${__from} ${__to:date}',
    '$__from ${__from:date:seconds} [[__to]] [[__range:raw]] ${__from.year}',
    'rate(x[[[__interval:raw]]]) ${__rate_interval:percentencode}',
    'WHERE $timeFilter AND ${timeFilter} AND ${timeFilter:raw} AND [[timeFilter]]',
    'v.timeRangeStart v.windowPeriod ${v.timeRangeStop} $v.windowPeriod',
  ])('%s', (text) => {
    expect(fill(text, MEDDLING, {})).toBe(text);
  });

  it('but fills a variable whose name only begins like one of them', () => {
    const replacer = grafana({ __interval_wanted: { value: '5m' }, timeFilters: { value: 'x' } });
    expect(fill('[$__interval_wanted] $timeFilters', replacer, {})).toBe('[5m] x');
  });

  it('and fills what stands between them', () => {
    const replacer = grafana({ job: { value: 'api' } });
    expect(fill('rate(x{job="$job"}[$__interval]) > ${job}', replacer, {})).toBe('rate(x{job="api"}[$__interval]) > api');
  });
});

describe('fillQuery writes values as the source reads them', () => {
  const one = { value: 'a.b' };
  const many = { value: ['a.b', 'c"d'], multi: true };
  const onlyOneOfMany = { value: ['a.b'], multi: true };
  const allOfMany = { value: 'a.b', includeAll: true };
  const text = { prometheus: 'x{s=~"$s"}', influxdb: 'WHERE s =~ /^$s$/', sample: '$s' };

  const cases: Array<[name: string, kind: keyof typeof text, variable: Variable, expected: string]> = [
    ['Prometheus, one value: as it is', 'prometheus', one, 'x{s=~"a.b"}'],
    ['Prometheus, one value with a backslash: doubled', 'prometheus', { value: 'a\\b' }, 'x{s=~"a\\\\b"}'],
    ['Prometheus, several: a regular expression within quotes', 'prometheus', many, 'x{s=~"(a\\\\.b|c\\"d)"}'],
    ['Prometheus, one of several: escaped without a group', 'prometheus', onlyOneOfMany, 'x{s=~"a\\\\.b"}'],
    ['Prometheus, a variable with All: escaped', 'prometheus', allOfMany, 'x{s=~"a\\\\.b"}'],
    ['InfluxDB, one value: as it is', 'influxdb', one, 'WHERE s =~ /^a.b$/'],
    ['InfluxDB, several: a regular expression within slashes', 'influxdb', { value: ['a.b', 'c/d'], multi: true }, 'WHERE s =~ /^(a\\.b|c\\/d)$/'],
    ['sample, one value: matches only itself', 'sample', one, 'a\\.b'],
    ['sample, several: any of them', 'sample', { value: ['a', 'b'], multi: true }, '(a|b)'],
  ];

  it.each(cases)('%s', (_name, kind, variable, expected) => {
    const sources: Record<keyof typeof text, SeismoSource> = {
      prometheus: { kind: 'prometheus', expr: text.prometheus },
      influxdb: { kind: 'influxdb', language: 'influxql', query: text.influxdb },
      sample: { kind: 'sample', metric: text.sample, service: '' },
    };
    const filled = fillQuery({ refId: 'A', source: sources[kind] }, grafana({ s: variable }), {}).source;
    const written = filled.kind === 'prometheus' ? filled.expr : filled.kind === 'influxdb' ? filled.query : filled.metric;
    expect(written).toBe(expected);
  });

  it('fills the legend and the detection, and leaves the stored query alone', () => {
    const query: SeismoQuery = {
      refId: 'A',
      source: { kind: 'sample', metric: '', service: '', legend: '$name {{service}}' },
      detection: { interval: '$step', history: '7d', season: '$season', threshold: 0.6 },
    };
    const stored = structuredClone(query);
    const replacer = grafana({ name: { value: 'Web' }, step: { value: '5m' }, season: { value: '24h' } });
    const filled = fillQuery(query, replacer, {});
    expect(filled.source.legend).toBe('Web {{service}}');
    expect(filled.detection).toEqual({ interval: '5m', history: '7d', season: '24h', threshold: 0.6 });
    expect(query).toEqual(stored);
  });

  it('fills what is known of a series, but no text of a calendar', () => {
    const windows = [{ from: '$from', to: '2026-05-02T00:00:00Z', learn: true }];
    const known = { offset: '$late', holidays: { calendar: '$country' }, excluded: windows };
    const source = { kind: 'sample', metric: '', service: '' } as const;
    const replacer = grafana({ from: { value: '2026-05-01T00:00:00Z' }, late: { value: '5m' }, country: { value: 'de' } });
    expect(fillQuery({ refId: 'A', source, detection: known }, replacer, {}).detection).toEqual({
      offset: '5m',
      holidays: { calendar: 'de' },
      excluded: [{ from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00Z', learn: true }],
    });
    const own = { holidays: { ics: 'SUMMARY:$country' } };
    expect(fillQuery({ refId: 'A', source, detection: own }, replacer, {}).detection).toEqual(own);
  });

  it('writes no field that the query did not have: the backend refuses what it does not know', () => {
    const filled = fillQuery({ refId: 'A', source: { kind: 'prometheus', expr: 'up' } }, grafana({}), {});
    expect(filled).toEqual({ refId: 'A', source: { kind: 'prometheus', expr: 'up' } });
    expect(Object.keys(filled)).toEqual(['refId', 'source']);
  });
});
