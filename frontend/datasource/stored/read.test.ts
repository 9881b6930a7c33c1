import { describe, expect, it } from 'vitest';

import type { SeismoQuery } from '../types';
import { readStored } from './read';

const of = (part: object) => readStored({ refId: 'A', source: { kind: 'sample' }, ...part } as SeismoQuery);
const messages = (part: object) => of(part).problems.map(({ message }) => message);

describe('a stored query', () => {
  it('is read as it is, with what is Grafana’s', () => {
    const query = {
      refId: 'A',
      hide: true,
      legendFormat: '__auto',
      expr: '',
      version: 1,
      timezone: 'UTC',
      source: { kind: 'sample', metric: 'cpu' },
      detection: { threshold: 0.5, season: 24, excluded: [{ from: 'a', to: 'b', learn: true }], ensemble: [{ detector: 'ewma', weight: 1, parameters: { a: [null] } }] },
      output: 'score',
      hold: 'row',
      live: false,
    };
    expect(of(query)).toEqual({ query, problems: [] });
  });

  it('is left without what is null where that is as good as nothing', () => {
    const { query, problems } = of({ hold: null, detection: { preset: null, ensemble: null, valueRange: { minimum: null, maximum: 3 } } });
    expect(problems).toEqual([]);
    expect(query).toEqual({ refId: 'A', source: { kind: 'sample' }, detection: { valueRange: { maximum: 3 } } });
  });

  it('keeps what can be read of it, with a stand-in for what has to be there', () => {
    const { query } = of({
      timezone: 5,
      nothing: 1,
      detection: { threshold: 0.5, tresh: 1, interval: 60, excluded: [{ from: 'a' }, 5], ensemble: [{ detector: null, weight: 2 }], together: {} },
    });
    expect(query).toEqual({
      refId: 'A',
      source: { kind: 'sample' },
      detection: { threshold: 0.5, excluded: [{ from: 'a', to: '' }], ensemble: [{ detector: '', weight: 2 }], together: { by: [] } },
    });
  });

  it.each<[object, string]>([
    [{ detection: { threshold: '0.5' } }, 'Field detection.threshold: "0.5" is not possible; write a number'],
    [{ detection: { excluded: null } }, 'Field detection.excluded: null is not possible; write a list'],
    [{ detection: { valueRange: { min: 5 } } }, 'Field detection.valueRange.min: there is no such field; possible: minimum, maximum'],
    [{ detection: { excluded: [{ from: 'a' }] } }, 'Field detection.excluded[0]: "to" is missing; it is required'],
    [{ source: undefined }, 'Field query: "source" is missing; it is required'],
    [{ live: ['x'.repeat(100)] }, `Field live: ["${'x'.repeat(58)} is not possible; write true or false`],
    [{ detection: { valueRange: { constructor: 1 } } }, 'Field detection.valueRange.constructor: there is no such field; possible: minimum, maximum'],
  ])('%j: the field, its value, and what would be right', (part, message) => {
    expect(messages(part)).toEqual([message]);
  });

  it('leaves a source of another kind to the judgement of kinds', () => {
    const source = { kind: 'graphite', target: 'a.b' };
    expect(of({ source })).toMatchObject({ query: { source }, problems: [] });
  });
});
