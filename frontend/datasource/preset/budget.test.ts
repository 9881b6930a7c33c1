import { describe, expect, it } from 'vitest';

import type { Detection } from '../../contract/types';
import { DAY_MS, MINUTE_MS } from '../duration';
import { samplesPerWeek, takesBudget, withPreset } from './budget';

const member = (detector: string) => ({ detector, weight: 1 });

describe('a budget can be asked for', () => {
  it.each<[string, Detection, boolean]>([
    ['of the preset auto', { preset: 'auto' }, true],
    ['of an ensemble of auto alone, whatever the preset', { preset: 'classic', ensemble: [member('auto')] }, true],
    ['not of classic', { preset: 'classic' }, false],
    ['not of a query that names no preset', {}, false],
    ['not of metrics that are scored as one', { preset: 'auto', together: { by: ['instance'] } }, false],
    ['not of other members', { preset: 'auto', ensemble: [member('z_score')] }, false],
    ['not of auto among others', { preset: 'auto', ensemble: [member('auto'), member('ewma')] }, false],
  ])('%s', (_name, detection, expected) => {
    expect(takesBudget(detection)).toBe(expected);
  });
});

describe('another preset', () => {
  it.each<[string, Detection, string, Detection]>([
    ['writes the default budget down', { preset: 'classic', threshold: 0.7 }, 'auto', { preset: 'auto', threshold: 0.7, budget: 1 }],
    ['keeps what becomes of repeats', { preset: 'auto', budget: 4, repeats: 'accept' }, 'auto', { preset: 'auto', budget: 4, repeats: 'accept' }],
    ['takes repeats away that it does not know', { preset: 'auto', repeats: 'accept' }, 'classic', { preset: 'classic' }],
    ['keeps the budget that there is', { preset: 'auto', budget: 4 }, 'auto', { preset: 'auto', budget: 4 }],
    ['takes a budget away that it cannot have', { preset: 'auto', budget: 4, season: 'auto' }, 'classic', { preset: 'classic', season: 'auto' }],
    [
      'leaves the members alone, which decide on the budget',
      { preset: 'classic', budget: 2, ensemble: [member('ewma')] },
      'auto',
      { preset: 'auto', ensemble: [member('ewma')] },
    ],
  ])('%s', (_name, detection, preset, expected) => {
    const before = JSON.stringify(detection);
    expect(withPreset(detection, preset)).toStrictEqual(expected);
    expect(JSON.stringify(detection)).toBe(before);
  });
});

describe('the samples of a week', () => {
  it.each([
    [MINUTE_MS, 10_080],
    [DAY_MS, 7],
    [1_000, 604_800],
  ])('at an interval of %i ms are %i', (interval, samples) => {
    expect(samplesPerWeek(interval)).toBe(samples);
  });
});
