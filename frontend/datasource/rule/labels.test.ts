import { toDataFrame, type Labels } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import type { SeismoQuery } from '../types';
import { seriesLabels, type SeriesLabels } from './labels';

const frames = (...series: Labels[]) =>
  series.map((labels) => toDataFrame({ fields: [{ name: 'time', values: [] }, { name: 'value', values: [], labels }] }));

const query: SeismoQuery = { refId: 'A', source: { kind: 'prometheus', expr: 'up' } };

describe('the labels of series', () => {
  it.each<[string, SeismoQuery, Labels[], SeriesLabels | null]>([
    ['are not known without an answer', query, [], null],
    ['of one series differ in nothing', query, [{ __name__: 'up', job: 'a' }], { all: ['__name__', 'job'], differing: [] }],
    ['differ by value', query, [{ job: 'a', zone: 'z' }, { job: 'b', zone: 'z' }], { all: ['job', 'zone'], differing: ['job'] }],
    ['differ where one has none', query, [{ job: 'a' }, {}], { all: ['job'], differing: ['job'] }],
    ['put the metric last', query, [{ __name__: 'x', job: 'a' }, { __name__: 'y', job: 'b' }], { all: ['__name__', 'job'], differing: ['job', '__name__'] }],
    ['of groups are those that make one', { ...query, detection: { together: { by: ['instance'] } } }, [{ instance: 'a' }], { all: ['instance'], differing: ['instance'] }],
    ['of the sample fleet are known', { ...query, source: { kind: 'sample', metric: '', service: '' } }, [], { all: ['__name__', 'service'], differing: ['service', '__name__'] }],
  ])('%s', (_name, asked, series, expected) => {
    expect(seriesLabels(asked, frames(...series))).toEqual(expected);
  });

  it('of a frame without labels are none', () => {
    expect(seriesLabels(query, [toDataFrame({ fields: [{ name: 'time', values: [1] }] })])).toBeNull();
  });
});
