import { describe, expect, it } from 'vitest';

import { formatDuration, parseDuration } from './duration';

describe('parseDuration', () => {
  it.each([
    ['one unit', '90s', 90_000],
    ['several units', '1h30m', 5_400_000],
    ['milliseconds beside minutes', '1m250ms', 60_250],
    ['a week', '1w', 604_800_000],
    ['space around', ' 7d ', 604_800_000],
    ['nothing', '', null],
    ['a bare number', '60', null],
    ['an unknown unit', '5x', null],
    ['a fraction', '1.5h', null],
    ['a negative length', '-5m', null],
    ['zero', '0s', null],
    ['space within', '1h 30m', null],
    ['a word', 'auto', null],
  ])('%s', (_name, text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });
});

describe('formatDuration', () => {
  it.each([
    [90_000, '1m30s'],
    [5_400_000, '1h30m'],
    [604_800_000, '7d'],
    [1_500, '1s500ms'],
    [0, '0s'],
  ])('%s ms', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
    expect(parseDuration(text) ?? 0).toBe(ms);
  });
});
