import React from 'react';
import { AnnotationEventFieldSource, type AnnotationQuery } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';

import { dataSource } from '../testing';
import type { SeismoQuery } from '../types';
import { AnnotationEditor } from './AnnotationEditor';
import type { SeismoAnnotation } from './stored';

const stored = (fields: Partial<SeismoAnnotation> = {}): SeismoAnnotation =>
  ({ name: 'Anomalies', enable: true, iconColor: 'red', ...fields }) as SeismoAnnotation;
const target: SeismoQuery = { refId: 'Anno', version: 1, source: { kind: 'prometheus', expr: 'up' }, output: 'events' };
const support = () => dataSource({ kind: 'prometheus' }).annotations!;
const prepare = (annotation: SeismoAnnotation) => support().prepareAnnotation!(annotation) as SeismoAnnotation;

describe('an annotation that is stored', () => {
  it('and ready to run is given back as the same object', () => {
    const ready = stored({ target });
    expect(prepare(ready)).toBe(ready);
    const newer = stored({ target: { ...target, version: 99, output: 'panel' } });
    expect(prepare(newer)).toBe(newer);
  });

  it.each([
    ['nothing yet', stored(), ''],
    ['the target of Grafana’s own annotations', stored({ target: { refId: 'Anno', limit: 100, tags: [], type: 'dashboard' } as never }), ''],
    ['a query of Prometheus', stored({ target: { refId: 'Anno', expr: 'rate(a[5m])' } as never }), 'rate(a[5m])'],
    ['an old query of Prometheus, beside the name', stored({ expr: 'sum(b)' }), 'sum(b)'],
  ])('with %s gets a query of its kind', (_, annotation, expr) => {
    const prepared = prepare(annotation);
    expect(prepared).toMatchObject({ name: 'Anomalies', target: { refId: 'Anno', output: 'events', version: 1, source: { kind: 'prometheus', expr } } });
    expect(prepared.target?.detection?.preset).toBe('auto');
    expect(prepare(prepared)).toBe(prepared);
  });

  it('by an older version, or with another output, is brought up to date', () => {
    const prepared = prepare(stored({ target: { refId: 'Anno', source: target.source, output: 'panel' } }));
    expect(prepared.target).toEqual({ ...target, output: 'events' });
  });

  it('in the newer schema of dashboards keeps its query in both places', () => {
    const prepared = prepare(stored({ query: { kind: 'seismo-anomaly-datasource', spec: {} } }));
    expect(prepared.query).toMatchObject({ kind: 'seismo-anomaly-datasource', spec: { output: 'events', source: { kind: 'prometheus' } } });
    expect(prepared.query.spec).toEqual(prepared.target);
    expect(prepare(prepared)).toBe(prepared);
  });
});

describe('the query of an annotation', () => {
  const query = (annotation: SeismoAnnotation) => support().prepareQuery!(annotation as AnnotationQuery<SeismoQuery>);

  it('asks for events', () => {
    expect(query(stored({ target: { ...target, refId: 'B', output: 'score' } }))).toEqual(target);
    expect(query(stored({ query: { spec: target } }))).toEqual(target);
  });

  it('is none where there is none', () => {
    expect(query(stored())).toBeUndefined();
    expect(query(stored({ target: { refId: 'Anno' } as never }))).toBeUndefined();
  });

  it('of a newer version goes out untouched', () => {
    expect(query(stored({ target: { ...target, version: 99, output: 'panel' } }))).toMatchObject({ version: 99, output: 'panel' });
  });
});

const frame = {
  length: 1,
  meta: { custom: { seismoEvents: { contractVersion: 1, severityScheme: 'three_level', newestMs: 60_000 } } },
  fields: [
    ['time', [0]],
    ['timeEnd', [null]],
    ['severity', [3]],
    ['series', ['web']],
    ['text', ['Spike: 9 where 1 ± 1 was expected']],
    ['tags', ['warning,spike,a=b']],
  ].map(([name, values]) => ({ name, values, type: 'other', config: {} })),
} as never;

describe('the events of an annotation', () => {
  it('are filtered by a variable', async () => {
    const ask = async (severity: string) => {
      const { processEvents } = support();
      setTemplateSrv({ replace: (text = '') => text.replace('$severity', severity) } as unknown as TemplateSrv);
      return firstValueFrom(processEvents!(stored({ severities: '$severity' }), [frame]));
    };
    expect(await ask('warning')).toEqual([
      {
        time: 0,
        timeEnd: 60_000,
        isRegion: true,
        title: 'web: warning',
        text: 'Spike: 9 where 1 ± 1 was expected',
        tags: ['warning', 'spike', 'a=b'],
      },
    ]);
    expect(await ask('critical,info')).toEqual([]);
    expect(await ask('All')).toHaveLength(1);
  });

  it.each([
    [{ text: { value: 'series' } }, { text: 'web', title: 'web: warning' }],
    [{ text: { value: 'text', regex: '^(\\w+):' } }, { text: 'Spike' }],
    [{ text: { value: 'text', regex: '(' } }, { text: 'Spike: 9 where 1 ± 1 was expected' }],
    [{ title: { source: AnnotationEventFieldSource.Text, value: 'Look' } }, { title: 'Look' }],
    [{ tags: { value: 'text' } }, { tags: ['Spike: 9 where 1 ± 1 was expected'] }],
    [{ timeEnd: { source: AnnotationEventFieldSource.Skip } }, { timeEnd: undefined, isRegion: false }],
    [{ title: {}, text: { value: '' } }, { title: 'web: warning', text: 'Spike: 9 where 1 ± 1 was expected' }],
  ])('follow the choice of fields %o', async (mappings, shown) => {
    const events = await firstValueFrom(support().processEvents!(stored({ mappings }), [frame]));
    expect(events).toEqual([expect.objectContaining(shown)]);
  });

  it('are none where the chosen time is none', async () => {
    const mappings = { time: { value: 'text' } };
    expect(await firstValueFrom(support().processEvents!(stored({ mappings }), [frame]))).toEqual([]);
  });
});

describe('the editor of an annotation', () => {
  const show = () => {
    const onAnnotationChange = vi.fn();
    render(
      <AnnotationEditor
        datasource={dataSource({ kind: 'prometheus' }, { presets: [] })}
        query={target}
        annotation={stored({ target })}
        onChange={() => undefined}
        onRunQuery={() => undefined}
        onAnnotationChange={onAnnotationChange}
      />
    );
    return { onAnnotationChange };
  };

  it('offers no other output', () => {
    show();
    expect(screen.queryByRole('radiogroup', { name: 'Output' })).toBeNull();
  });

  it('keeps which severities are shown', async () => {
    const { onAnnotationChange } = show();
    await userEvent.type(screen.getByLabelText('Draw only'), 'high, critical{Enter}');
    expect(onAnnotationChange).toHaveBeenLastCalledWith(expect.objectContaining({ severities: 'high, critical', target }));
  });
});
