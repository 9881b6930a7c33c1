import { describe, expect, it } from 'vitest';

import { rarityText } from './rarity';

const DAYS_A_YEAR = 365.25;
const perWeek = { day: (days: number) => 7 / days, year: (years: number) => 7 / (years * DAYS_A_YEAR) };

describe('so many alarms a week are', () => {
  it.each([
    [10_080, 'several times a day'],
    [70, 'several times a day'],
    [10.1, 'several times a day'],
    [9.9, 'about once a day'],
    [7, 'about once a day'],
    [perWeek.day(1.4), 'about once a day'],
    [perWeek.day(1.6), 'about once in 2 days'],
    [perWeek.day(6.4), 'about once in 6 days'],
    [perWeek.day(6.6), 'about once a week'],
    [1, 'about once a week'],
    [perWeek.day(10.4), 'about once a week'],
    [0.5, 'about once in 2 weeks'],
    [0.2, 'about once in 5 weeks'],
    [perWeek.day(59), 'about once in 8 weeks'],
    [perWeek.day(60), 'about once in 2 months'],
    [perWeek.year(0.5), 'about once in 6 months'],
    [perWeek.year(11.4 / 12), 'about once in 11 months'],
    [perWeek.year(11.6 / 12), 'about once a year'],
    [perWeek.year(1.4), 'about once a year'],
    [perWeek.year(1.6), 'about once in 2 years'],
    [perWeek.year(9.9), 'about once in 10 years'],
    [perWeek.year(10.1), 'less than once in 10 years'],
    [1e-9, 'less than once in 10 years'],
    [Number.MIN_VALUE, 'less than once in 10 years'],
    [0, 'less than once in 10 years'],
  ])('%d: %s', (alarmsPerWeek, text) => {
    expect(rarityText(alarmsPerWeek)).toBe(text);
  });

  it('in an order: rarer is never said to be more often', () => {
    const texts = Array.from({ length: 400 }, (_, step) => rarityText(1000 * 10 ** (-step / 50)));
    const runs = texts.filter((text, at) => text !== texts[at - 1]);
    expect(new Set(runs).size).toBe(runs.length);
    expect(runs[0]).toBe('several times a day');
    expect(runs.at(-1)).toBe('less than once in 10 years');
  });
});
