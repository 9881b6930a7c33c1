import { describe, expect, it } from 'vitest';

import type { Detection, SeismoSource } from '../contract/types';
import { readStored } from './stored/read';
import type { SeismoQuery } from './types';
import { asksForSomething, validate, type Settings } from './validation';

const settings = { kind: 'prometheus' } as const;

function query(detection: Detection = {}, more: Partial<SeismoQuery> = {}): SeismoQuery {
  return { refId: 'A', timezone: 'UTC', source: { kind: 'prometheus', expr: 'up' }, detection, ...more };
}

const problemsOf = (stored: SeismoQuery, around: Settings = settings) => validate(readStored(stored), around);

it('validate tells what could not be read alone', () => {
  const problems = [{ field: 'live', message: 'unreadable' }];
  expect(validate({ query: query({ threshold: 0 }), problems }, settings)).toEqual(problems);
});

describe('validate finds nothing wrong with', () => {
  it.each<[string, SeismoQuery]>([
    ['a query of defaults', query()],
    ['a query without detection', { refId: 'A', source: { kind: 'prometheus', expr: 'up' } }],
    ['the ends of the threshold', query({ threshold: 1 })],
    ['a threshold just above 0', query({ threshold: 0.001 })],
    ['the usual budgets', query({ preset: 'auto', budget: 0.25 })],
    ['repeats that are accepted', query({ preset: 'auto', repeats: 'accept' })],
    ['repeats of an ensemble of auto alone', query({ ensemble: [{ detector: 'auto', weight: 1 }], repeats: 'alarm' })],
    ['a budget just below the samples of a week', query({ preset: 'auto', budget: 10_079 })],
    ['a budget for an ensemble of auto alone', query({ ensemble: [{ detector: 'auto', weight: 1 }], budget: 4 })],
    ['a budget at an interval that a variable sets', query({ preset: 'auto', budget: 50_000, interval: '$step' })],
    ['the ends of the interval: 1s', query({ interval: '1s' })],
    ['the ends of the interval: 1d', query({ interval: '1d', history: '100d' })],
    ['a history of exactly 100 intervals', query({ interval: '1h', history: '100h' })],
    ['the longest history', query({ history: '400d' })],
    ['season off', query({ season: 'off' })],
    ['a season in samples', query({ season: 24 })],
    ['a week within 14 days', query({ season: '7d', history: '14d' })],
    ['a week at 10 minutes, whose automatic history is 28 days', query({ season: '7d', interval: '10m' })],
    ['dashboard variables in place of durations', query({ interval: '$step', history: '$history', season: '$season' })],
    ['an output of its own, held', query({}, { output: 'severity', hold: 'event' })],
    ['intervals that the backend fills', query({}, { source: { kind: 'prometheus', expr: 'rate(x[$__rate_interval])' } })],
  ])('%s', (_name, checked) => {
    expect(problemsOf(checked)).toEqual([]);
  });
});

describe('validate names field, value and what would be right', () => {
  it.each<[string, SeismoQuery, string, RegExp]>([
    ['threshold 0', query({ threshold: 0 }), 'detection.threshold', /0 is out of range; it must be above 0 and at most 1/],
    ['threshold above 1', query({ threshold: 1.01 }), 'detection.threshold', /1\.01/],
    ['threshold NaN', query({ threshold: NaN }), 'detection.threshold', /NaN/],
    ['budget 0', query({ preset: 'auto', budget: 0 }), 'detection.budget', /0 is out of range; it must be above 0 and below 10080,/],
    ['budget below 0', query({ preset: 'auto', budget: -1 }), 'detection.budget', /-1/],
    ['budget NaN', query({ preset: 'auto', budget: NaN }), 'detection.budget', /NaN/],
    ['as many alarms as samples', query({ preset: 'auto', budget: 10_080 }), 'detection.budget', /below 10080/],
    ['more alarms than samples at a longer interval', query({ preset: 'auto', budget: 7, interval: '1d' }), 'detection.budget', /below 7,/],
    ['budget 0 at an interval that a variable sets', query({ preset: 'auto', budget: 0, interval: '$step' }), 'detection.budget', /a number above 0/],
    ['a budget for classic', query({ preset: 'classic', budget: 1 }), 'detection.budget', /no meaning.*preset auto/],
    ['repeats for classic', query({ preset: 'classic', repeats: 'accept' }), 'detection.repeats', /"accept" has no meaning.*preset auto/],
    ['repeats without a preset', query({ repeats: 'alarm' }), 'detection.repeats', /no meaning/],
    ['repeats that are no choice', query({ preset: 'auto', repeats: 'forget' as 'accept' }), 'detection.repeats', /"forget" is not one of alarm, accept/],
    ['a budget without a preset', query({ budget: 1 }), 'detection.budget', /no meaning/],
    ['a budget for other members', query({ preset: 'auto', budget: 2, ensemble: [{ detector: 'ewma', weight: 1 }] }), 'detection.budget', /2 has no/],
    ['interval that is no duration', query({ interval: 'soon' }), 'detection.interval', /"soon".*1s to 1d/],
    ['interval below 1s', query({ interval: '999ms' }), 'detection.interval', /"999ms"/],
    ['interval above 1d', query({ interval: '25h' }), 'detection.interval', /"25h"/],
    ['history that is no duration', query({ history: '7' }), 'detection.history', /"7".*7d/],
    ['history above 400d', query({ history: '401d' }), 'detection.history', /"401d".*400d/],
    ['history below 100 intervals', query({ history: '99m', interval: '1m' }), 'detection.history', /"99m".*100 intervals/],
    ['season that is no duration', query({ season: 'daily' }), 'detection.season', /"daily".*24h/],
    ['season of one sample', query({ season: 1 }), 'detection.season', /"1"/],
    ['season of half a sample', query({ season: 2.5 }), 'detection.season', /"2\.5"/],
    ['a week in an automatic history of 7 days', query({ season: '7d' }), 'detection.season', /14d/],
    ['a week written as 168h', query({ season: '168h', history: '13d' }), 'detection.season', /14d/],
    ['a season in samples longer than half the history', query({ season: 10_000 }), 'detection.season', /two seasons/],
    ['a zone that is no name', query({}, { timezone: 'browser' }), 'timezone', /"browser".*Europe\/Berlin/],
    ['a source of another kind', query({}, { source: { kind: 'sample', metric: '', service: '' } }), 'source.kind', /sample.*prometheus/],
    ['$__range', query({}, { source: { kind: 'prometheus', expr: 'x[$__range]' } }), 'source.expr', /\$__range .*5m/],
    ['${__from:date:seconds}', query({}, { source: { kind: 'prometheus', expr: 'x @ ${__from:date:seconds}' } }), 'source.expr', /__from/],
    ['[[__to]]', query({}, { source: { kind: 'prometheus', expr: 'x @ [[__to]]' } }), 'source.expr', /__to/],
    ['[[__range:raw]]', query({}, { source: { kind: 'prometheus', expr: 'x[[[__range:raw]]]' } }), 'source.expr', /__range/],
    ['${__range_s}', query({}, { source: { kind: 'prometheus', expr: 'x[${__range_s}]' } }), 'source.expr', /__range_s/],
    ['a bracket that is never closed', query({}, { source: { kind: 'prometheus', expr: 'rate(up[5m]' } }), 'source.expr', /"\(" at place 5 is never closed/],
    ['a bracket that closes nothing', query({}, { source: { kind: 'prometheus', expr: 'up)' } }), 'source.expr', /"\)" at place 3 closes nothing/],
    ['a detector without a weight', query({ ensemble: [{ detector: 'ewma', weight: 0 }] }), 'detection.ensemble[0].weight', /0 is not a valid number above 0/],
    ['a label named twice', query({ together: { by: ['a', 'a'] } }), 'detection.together.by[1]', /"a"/],
    ['an output that is none', query({}, { output: 'scores' as never }), 'output', /"scores" is not one of panel, score, .*age, events/],
    ['a hold that is none', query({}, { hold: 'for ever' as never }), 'hold', /"for ever" is not one of event, row/],
    ['$__from', query({}, { source: { kind: 'prometheus', expr: 'x > $__from' } }), 'source.expr', /__from/],
  ])('%s', (_name, checked, field, message) => {
    const problems = problemsOf(checked);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ field, message: expect.stringMatching(message) });
  });

  it('an interval of the settings counts where the query leaves it open', () => {
    expect(problemsOf(query({ history: '1h' }), { kind: 'prometheus', timeInterval: '1m' })[0]?.field).toBe('detection.history');
    expect(problemsOf(query({ history: '1h' }), { kind: 'prometheus', timeInterval: '30s' })).toEqual([]);
  });
});

describe('the largest budget', () => {
  it('follows the interval of the settings where the query leaves it open', () => {
    const asked = query({ preset: 'auto', budget: 2_500 });
    expect(problemsOf(asked, { kind: 'prometheus', timeInterval: '5m' })[0]?.message).toContain('below 2016,');
    expect(problemsOf(asked, { kind: 'prometheus', timeInterval: '1m' })).toEqual([]);
  });
});

describe('asksForSomething', () => {
  it.each<[string, SeismoSource | undefined, boolean]>([
    ['an expression', { kind: 'prometheus', expr: 'up' }, true],
    ['an empty expression', { kind: 'prometheus', expr: '' }, false],
    ['only spaces', { kind: 'influxdb', language: 'flux', query: ' \n' }, false],
    ['everything of the sample fleet', { kind: 'sample', metric: '', service: '' }, true],
    ['no source', undefined, false],
    ['a kind that this version does not know, for the backend names it', { kind: 'loki' } as never, true],
  ])('%s', (_name, source, expected) => {
    expect(asksForSomething({ refId: 'A', source } as SeismoQuery)).toBe(expected);
  });
});
