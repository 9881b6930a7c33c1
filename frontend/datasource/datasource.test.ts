import { CoreApp } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { describe, expect, it } from 'vitest';

import { dataSource } from './testing';
import { isZone } from './timezone';
import type { SeismoQuery } from './types';

describe('a new query', () => {
  it.each([
    ['prometheus', undefined, { kind: 'prometheus', expr: '', legend: '' }],
    ['influxdb', 'Flux', { kind: 'influxdb', language: 'flux', query: '', legend: '' }],
    ['influxdb', undefined, { kind: 'influxdb', language: 'influxql', query: '', legend: '' }],
    ['sample', undefined, { kind: 'sample', metric: '', service: '', legend: '' }],
  ] as const)('of kind %s, language %s', (kind, version, source) => {
    const query = dataSource({ kind, version }).getDefaultQuery(CoreApp.Dashboard);
    expect(query).toMatchObject({ version: 1, source, output: 'panel', detection: { preset: 'auto', budget: 1, threshold: 0.6, season: 'auto' } });
    expect(isZone(query.timezone ?? '')).toBe(true);
  });
});

describe('a new query of an alert rule', () => {
  it('asks for one number for each series, and gives a stored query no other detection', () => {
    expect(dataSource({ kind: 'sample' }).getDefaultQuery(CoreApp.UnifiedAlerting)).toEqual({ output: 'score' });
  });
});

describe('a query in Explore’s history', () => {
  it.each([
    [{ kind: 'prometheus', expr: 'up' }, 'up'],
    [{ kind: 'influxdb', language: 'flux', query: 'from(x)' }, 'from(x)'],
    [{ kind: 'sample', metric: 'cpu', service: 'web' }, 'cpu web'],
    [{ kind: 'sample', metric: '', service: '' }, ''],
    [undefined, ''],
  ])('%o is called "%s"', (source, text) => {
    expect(dataSource({ kind: 'sample' }).getQueryDisplayText({ refId: 'A', source } as SeismoQuery)).toBe(text);
  });
});

describe('what is sent', () => {
  it('is no empty query and no hidden one', () => {
    const datasource = dataSource({ kind: 'prometheus' });
    const query: SeismoQuery = { refId: 'A', source: { kind: 'prometheus', expr: 'up' } };
    expect(datasource.filterQuery(query)).toBe(true);
    expect(datasource.filterQuery({ ...query, hide: true })).toBe(false);
    expect(datasource.filterQuery({ ...query, source: { kind: 'prometheus', expr: ' ' } })).toBe(false);
  });

  it('has a version and filled variables', () => {
    const datasource = dataSource({ kind: 'prometheus' });
    setTemplateSrv({ replace: (text = '') => text.replace('$job', 'api') } as TemplateSrv);
    const query: SeismoQuery = { refId: 'A', source: { kind: 'prometheus', expr: 'rate(x{job="$job"}[$__interval])' } };
    expect(datasource.applyTemplateVariables(query, {})).toEqual({
      refId: 'A',
      version: 1,
      source: { kind: 'prometheus', expr: 'rate(x{job="api"}[$__interval])' },
    });
  });

  it('is a newer query as it stands', () => {
    const newer = { refId: 'A', version: 2, source: { kind: 'prometheus', expr: '$job' } } as SeismoQuery;
    expect(dataSource({ kind: 'prometheus' }).applyTemplateVariables(newer, {})).toBe(newer);
  });

  it('is one that cannot be read as it stands, for the answer to say why', () => {
    const stored = { refId: 'A', version: 1, source: { kind: 'prometheus', expr: '$job' }, detection: { excluded: null } } as unknown as SeismoQuery;
    expect(dataSource({ kind: 'prometheus' }).applyTemplateVariables(stored, {})).toBe(stored);
  });
});

describe('variable queries', () => {
  const datasource = () => dataSource({ kind: 'sample' }, { 'metrics-names': ['a', 'b'], labels: { error: 'spoilt' } });

  it('become texts and values', async () => {
    expect(await datasource().metricFindQuery('metrics()')).toEqual([
      { text: 'a', value: 'a' },
      { text: 'b', value: 'b' },
    ]);
    expect(await datasource().metricFindQuery({ query: 'metrics(a)' })).toHaveLength(2);
  });

  it('keep what matches a regular expression', async () => {
    expect(await datasource().metricFindQuery('metrics(^[b-z])')).toEqual([{ text: 'b', value: 'b' }]);
  });

  it('that are empty ask nothing', async () => {
    expect(await datasource().metricFindQuery(' ')).toEqual([]);
    expect(await datasource().metricFindQuery({})).toEqual([]);
  });

  it('with an answer that is no list find nothing', async () => {
    expect(await datasource().metricFindQuery('labels(a)')).toEqual([]);
  });

  it('that fail say why', async () => {
    await expect(datasource().metricFindQuery('label_values(job)')).rejects.toThrow('no resource label-values');
    await expect(datasource().metricFindQuery('up')).rejects.toThrow('expected metrics(regex)');
  });
});
