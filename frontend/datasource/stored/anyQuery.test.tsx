/** Whatever a stored query holds, the editor shows it and the data source sends it on: each field of the contract, with values of every type. */
import React from 'react';
import { dateTime, type TimeRange } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import detectors from '../../../tests/contract/detectors.json';
import schema from '../../contract/schema.json';
import { selectors } from '../../shared/selectors';
import { toAbstract } from '../abstract';
import { QueryEditor } from '../QueryEditor';
import { dataSource } from '../testing';
import type { SeismoQuery, SourceKind } from '../types';
import { asksForSomething } from '../validation';

const VALUES = [null, 5, 'x', true, [], {}, [null]];

const SOURCES = [
  { kind: 'prometheus', expr: 'up', legend: '' },
  { kind: 'influxdb', language: 'influxql', query: 'SELECT', legend: '' },
  { kind: 'sample', metric: '', service: '', legend: '' },
] as const;

const FULL = {
  refId: 'A',
  version: 1,
  timezone: 'UTC',
  source: SOURCES[2],
  detection: {
    preset: 'auto',
    ensemble: [{ detector: 'z_score', weight: 1, parameters: { window: 50 } }],
    minimumDeviation: { absolute: 1, relative: 0.1 },
    valueRange: { minimum: 0, maximum: 1 },
    excluded: [{ from: '2026-05-01T00:00Z', to: '2026-05-02T00:00Z', report: false, learn: true }],
    holidays: { calendar: 'de' },
    together: { by: ['instance'] },
  },
  output: 'panel',
};

type Step = string | number;

const definitions = schema.$defs;
const fieldsOf = (path: Step[], definition: { properties: object }): Step[][] => Object.keys(definition.properties).map((name) => [...path, name]);

const FIELDS = [
  ...fieldsOf([], definitions.StoredQuery).filter(([name]) => name !== 'source'),
  ...fieldsOf(['detection'], definitions.Detection),
  ...fieldsOf(['detection', 'ensemble', 0], definitions.EnsembleMember),
  ...fieldsOf(['detection', 'excluded', 0], definitions.ExcludedWindow),
  ...fieldsOf(['detection', 'holidays'], definitions.Holidays),
  ...fieldsOf(['detection', 'minimumDeviation'], definitions.MinimumDeviation),
  ...fieldsOf(['detection', 'valueRange'], definitions.ValueRange),
  ...fieldsOf(['detection', 'together'], definitions.Together),
  ['detection', 'unknown'],
];

/** The query with another value at a path. */
function withValue(query: object, path: Step[], value: unknown): SeismoQuery {
  const changed = structuredClone(query) as Record<Step, unknown>;
  const holder = path.slice(0, -1).reduce((within, step) => within[step] as Record<Step, unknown>, changed);
  holder[path.at(-1)!] = value;
  return changed as unknown as SeismoQuery;
}

const range = { from: dateTime(0), to: dateTime(3_600_000), raw: { from: 'now-1h', to: 'now' } } as TimeRange;

/** Opens the editor with one query after the other, and does with each all else that is done with one. */
function use(queries: SeismoQuery[], kind: SourceKind): void {
  const datasource = dataSource({ kind, calendars: [{ name: 'de', ics: '' }] }, { detectors, presets: [] });
  const { rerender } = render(<></>);
  for (const query of queries) {
    rerender(<QueryEditor datasource={datasource} query={query} range={range} onChange={() => undefined} onRunQuery={() => undefined} />);
    const places = [selectors.queryEditor.root, selectors.queryEditor.otherKind, selectors.queryEditor.newerVersion];
    expect(places.some((place) => screen.queryByTestId(place) !== null), JSON.stringify(query)).toBe(true);
    datasource.applyTemplateVariables(query, {});
    datasource.filterQuery(query);
    datasource.getQueryDisplayText(query);
    toAbstract(query);
  }
}

beforeEach(() => {
  for (const section of ['ensemble', 'time', 'together', 'knowledge', 'rule', 'preview']) {
    localStorage.setItem(`seismo.editor.${section}`, 'true');
  }
});

describe('a query is edited and sent, whatever stands in', () => {
  it.each(FIELDS.map((path) => [path.join('.'), path] as const))('%s', (_name, path) => {
    const queries = VALUES.map((value) => withValue(FULL, path, value));
    expect(() => use(queries, 'sample')).not.toThrow();
  });

  it.each(SOURCES.flatMap((source) => Object.keys(source).map((name) => [source.kind, name, source] as const)))('source: %s.%s', (kind, name, source) => {
    const queries = [undefined, ...VALUES].map((value) => withValue({ ...FULL, source }, ['source', name], value));
    expect(() => use(queries, kind)).not.toThrow();
  });

  it('source', () => {
    const queries = [undefined, ...VALUES].map((value) => withValue(FULL, ['source'], value));
    expect(() => use(queries, 'sample')).not.toThrow();
  });
});

it('sends what is no text, for the answer to name it', () => {
  expect(asksForSomething(withValue({ ...FULL, source: SOURCES[0] }, ['source', 'expr'], 5))).toBe(true);
});
