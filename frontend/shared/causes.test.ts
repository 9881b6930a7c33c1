import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { causeOf, sideOf } from './causes';
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
