import { describe, expect, it } from 'vitest';

import { importQuery, migrateQuery, withoutPlanted } from './migrations';
import type { SeismoQuery } from './types';

const source = { kind: 'prometheus', expr: 'up' } as const;

describe('migrateQuery', () => {
  it('takes a query without a version for version 1 and changes nothing else', () => {
    const stored: SeismoQuery = { refId: 'A', source, detection: { threshold: 0.7 } };
    expect(migrateQuery(stored)).toEqual({ state: 'current', query: { ...stored, version: 1 } });
    expect(stored.version).toBeUndefined();
  });

  it('hands a current query back as it is', () => {
    const stored: SeismoQuery = { refId: 'A', version: 1, source };
    expect(migrateQuery(stored)).toEqual({ state: 'current', query: stored });
    expect(migrateQuery(stored).query).toBe(stored);
  });

  it.each<[string, SeismoQuery]>([
    [
      'by the editor that knew classic alone',
      {
        refId: 'A',
        version: 1,
        timezone: 'Europe/Berlin',
        source: { kind: 'prometheus', expr: 'up', legend: '' },
        detection: { preset: 'classic', threshold: 0.6, direction: 'both', interval: 'auto', history: 'auto', season: 'auto', severity: 'four_level' },
        output: 'panel',
      },
    ],
    ['without a preset', { refId: 'A', version: 1, source, detection: { threshold: 0.7, season: 24 } }],
    ['without a detection', { refId: 'A', version: 1, source }],
  ])('keeps a query that was saved %s byte by byte', (_name, stored) => {
    const before = JSON.stringify(stored);
    expect(JSON.stringify(migrateQuery(stored).query)).toBe(before);
  });

  it('leaves a newer query untouched and names its version', () => {
    const stored = { refId: 'A', version: 7, source, strange: true } as SeismoQuery;
    const migrated = migrateQuery(stored);
    expect(migrated).toEqual({ state: 'newer', query: stored, version: 7 });
    expect(migrated.query).toBe(stored);
  });
});

describe('withoutPlanted', () => {
  const query: SeismoQuery = { refId: 'A', version: 1, source };

  it('hands a query without planted fields back as it is', () => {
    expect(withoutPlanted(query)).toBe(query);
  });

  it.each([
    'instant',
    'range',
    'expression',
    'interval',
    'legendFormat',
    'editorMode',
    'exemplar',
    'format',
    'intervalFactor',
    'utcOffsetSec',
    'scopes',
    'adhocFilters',
  ])('takes %s out, also where it is laid over what was there', (field) => {
    const planted = { ...query, [field]: 'x' };
    const written = withoutPlanted(planted);
    expect(JSON.parse(JSON.stringify({ ...planted, ...written }))).toEqual(query);
  });

  it.each(['datasource', 'hide', 'key', 'queryType', 'intervalMs', 'maxDataPoints', 'strange'])('leaves %s', (field) => {
    const stored = { ...query, [field]: 'x' };
    expect(withoutPlanted(stored)).toEqual(stored);
  });
});

describe('importQuery', () => {
  it.each([
    ['Prometheus keeps expression and legend', 'prometheus', { expr: 'up', legendFormat: '{{job}}' }, { kind: 'prometheus', expr: 'up', legend: '{{job}}' }],
    ["Grafana's automatic legend becomes the empty one", 'prometheus', { expr: 'up', legendFormat: '__auto' }, { kind: 'prometheus', expr: 'up', legend: '' }],
    ['InfluxQL is told by its lack of pipes', 'influxdb', { query: 'SELECT 1' }, { kind: 'influxdb', language: 'influxql', query: 'SELECT 1', legend: '' }],
    ['Flux is told by its pipes', 'influxdb', { query: 'from(bucket: "b") |> range(start: 0)' }, { kind: 'influxdb', language: 'flux', query: 'from(bucket: "b") |> range(start: 0)', legend: '' }],
    ['a foreign query without a text is a new one', 'prometheus', { expr: 5 }, { kind: 'prometheus', expr: '', legend: '' }],
    ['the sample fleet has no text to keep', 'sample', { expr: 'up' }, { kind: 'sample', metric: '', service: '', legend: '' }],
  ] as const)('%s', (_name, kind, foreign, expected) => {
    const imported = importQuery({ refId: 'B', hide: true, ...foreign }, kind, 'Europe/Berlin');
    expect(imported).toMatchObject({ refId: 'B', hide: true, version: 1, timezone: 'Europe/Berlin', output: 'panel' });
    expect(imported.source).toEqual(expected);
    expect(imported.detection).toMatchObject({ preset: 'auto', budget: 1, season: 'auto' });
  });

  it('takes no field along that the backend would refuse', () => {
    const imported = importQuery({ refId: 'A', expr: 'up', range: true, exemplar: false } as never, 'prometheus', 'UTC');
    expect(Object.keys(imported).sort()).toEqual(['detection', 'output', 'refId', 'source', 'timezone', 'version']);
  });
});
