import { describe, expect, it } from 'vitest';

import { formatInstant, formatMoment, formatPhase, formatShare, formatSigmas } from './format';

describe('a share', () => {
  it.each([
    [0, '0 %'],
    [0.0004, '<0.1 %'],
    [0.004, '0.4 %'],
    [0.05, '5 %'],
    [0.053, '5.3 %'],
    [0.6, '60 %'],
    [0.934, '93 %'],
    [1, '100 %'],
  ])('%f is %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

describe('a deviation', () => {
  it.each([
    [4.24, '+4.2 σ'],
    [-0.5, '−0.5 σ'],
    [0, '+0.0 σ'],
    [1234.5, '+1235 σ'],
  ])('%f is %s', (sigmas, text) => {
    expect(formatSigmas(sigmas)).toBe(text);
  });
});

describe('an instant', () => {
  const noon = Date.UTC(2025, 5, 2, 12, 0, 7);

  it('stands in the zone of the panel, not of the browser', () => {
    expect([formatInstant(noon, 'utc'), formatInstant(noon, 'Asia/Tokyo')]).toEqual([
      '2025-06-02 12:00:07',
      '2025-06-02 21:00:07',
    ]);
  });

  it('lies in the week by the clock of a zone, through its change to summer time', () => {
    const evening = Date.UTC(2025, 2, 29, 22, 30);
    const day = 24 * 3_600_000;
    expect([evening, evening + day].map((at) => formatPhase(at, 'Europe/Berlin'))).toEqual(['Sat 23:30', 'Mon 00:30']);
    expect(formatPhase(evening, 'UTC')).toBe('Sat 22:30');
  });

  it('has a date where the range is longer than a day', () => {
    const hour = 3_600_000;
    expect([formatMoment(noon, 24 * hour, 'utc'), formatMoment(noon, 25 * hour, 'utc')]).toEqual([
      '12:00',
      '06-02 12:00',
    ]);
  });
});
