import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { causeOf, sideOf, toldOf, type CausedRow } from './causes';
import { namedCause } from './contract';

interface Case {
  what: string;
  rows: Array<[number, string]>;
  cause: string;
}

const { events } = JSON.parse(readFileSync('tests/contract/causes.json', 'utf8')) as { events: Case[] };

describe('the cause of an event', () => {
  it.each(events)('is told as the backend tells it: $what', ({ rows, cause }) => {
    expect(causeOf(rows.map(([score, name]) => ({ score, cause: namedCause(name) })))).toBe(namedCause(cause));
  });
});

describe('the side of a value', () => {
  it.each([
    [2, 1, 'above'],
    [-2, 1, 'below'],
    [1, 1, 'both'],
    [1, null, 'both'],
    [null, 1, 'both'],
    [undefined, undefined, 'both'],
  ])('%s where %s was expected: %s', (value, expected, side) => {
    expect(sideOf(value, expected)).toBe(side);
  });
});

describe('what an event says of its cause', () => {
  const row = (score: number, cause: CausedRow['cause'], samples: number | null = null, size: number | null = null): CausedRow => ({ score, cause, samples, size });
  it.each<[string, CausedRow[], unknown[]]>([
    ['is measured at its peak', [row(0.7, 'drift', 20, 4), row(0.9, 'drift', 21, 5)], ['drift', 21, 5]],
    ['is measured at the first of equal peaks', [row(0.9, 'drift', 20, 4), row(0.9, 'drift', 21, 5)], ['drift', 20, 4]],
    ['is not measured where another statistic spoke at the peak', [row(0.95, 'spike', 1, 9), row(0.8, 'drift', 20, 4), row(0.8, 'drift', 20, 4)], ['drift', null, null]],
    ['is nothing where no row tells a cause', [row(0.9, null)], ['none', null, null]],
  ])('%s', (_name, rows, expected) => {
    const { cause, causeSamples, causeSize } = toldOf(rows);
    expect([cause, causeSamples, causeSize]).toEqual(expected);
  });
});
