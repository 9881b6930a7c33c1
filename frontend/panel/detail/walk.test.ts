import { describe, expect, it } from 'vitest';

import type { SeverityLevel } from '../../shared/contract';
import { readSeverity } from '../fields';
import { plainFrame, seismoFrame } from '../testing/frames';

import { stepOf, walk, type Step } from './walk';

const ALL: ReadonlySet<SeverityLevel> = new Set([1, 2, 3, 4]);

function seriesOf(severity: number[]) {
  const read = readSeverity([seismoFrame({ value: severity, score: severity.map((level) => level / 4), severity })]);
  return read.kind === 'data' ? read.series[0]! : null!;
}

//                     0  1  2  3  4  5  6  7  8  9
const ten = seriesOf([0, 0, 4, 4, 0, 1, 0, 0, 2, 0]);

describe('a step', () => {
  it.each<[string, number | null, Step, number | null]>([
    ['on', 3, 'next', 4],
    ['on from the end stays', 9, 'next', 9],
    ['on from nowhere begins', null, 'next', 0],
    ['back', 3, 'previous', 2],
    ['back from the start stays', 0, 'previous', 0],
    ['back from nowhere begins at the end', null, 'previous', 9],
    ['to the start', 5, 'first', 0],
    ['to the end', 5, 'last', 9],
    ['of a page is a tenth', 5, 'page-on', 6],
    ['of a page back', 5, 'page-back', 4],
    ['to the next anomaly', 0, 'next-anomaly', 2],
    ['to the next anomaly passes the rest of this one', 2, 'next-anomaly', 5],
    ['beyond the last anomaly leads nowhere', 8, 'next-anomaly', null],
    ['to the first anomaly from nowhere', null, 'next-anomaly', 2],
    ['to the start of this anomaly from its middle', 3, 'previous-anomaly', 2],
    ['to the anomaly before', 5, 'previous-anomaly', 2],
    ['before the first anomaly leads nowhere', 2, 'previous-anomaly', null],
    ['to the last anomaly from nowhere', null, 'previous-anomaly', 8],
  ])('%s', (_, from, step, to) => {
    expect(walk(ten, from, step, ALL)).toBe(to);
  });

  it('passes anomalies that are not shown', () => {
    expect(walk(ten, 0, 'next-anomaly', new Set([1]))).toBe(5);
    expect(walk(ten, 0, 'next-anomaly', new Set())).toBeNull();
  });

  it('has nowhere to go in a series without rows or without scores', () => {
    const plain = readSeverity([plainFrame([1, 2])]);
    expect(plain.kind === 'data' && walk(plain.series[0]!, null, 'next-anomaly', ALL)).toBeNull();
    expect(walk({ ...ten, times: [] }, null, 'next', ALL)).toBeNull();
  });
});

describe('a key', () => {
  const key = (name: string, held: Partial<KeyboardEvent> = {}) => ({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });
  it.each<[string, ReturnType<typeof key>, Step | null]>([
    ['an arrow', key('ArrowRight'), 'next'],
    ['an arrow with shift', key('ArrowLeft', { shiftKey: true }), 'previous-anomaly'],
    ['N', key('n'), 'next-anomaly'],
    ['a capital P', key('P', { shiftKey: true }), 'previous-anomaly'],
    ['End', key('End'), 'last'],
    ['an arrow of the browser', key('ArrowLeft', { altKey: true }), null],
    ['a shortcut', key('p', { ctrlKey: true }), null],
    ['Tab', key('Tab'), null],
    ['a name that objects have', key('constructor'), null],
  ])('%s asks for a step or not', (_, event, step) => {
    expect(stepOf(event)).toBe(step);
  });
});
