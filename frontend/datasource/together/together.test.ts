import { describe, expect, it } from 'vitest';

import type { Detection, Output } from '../../contract/types';
import { beside, problemCount, validateTogether, withoutBeside, withTogether } from './together';

describe('scored together', () => {
  it.each<[string, Detection, string[] | undefined, Detection]>([
    ['the budget goes', { preset: 'auto', budget: 4 }, [], { preset: 'auto', together: { by: [] } }],
    ['repeats go', { preset: 'auto', repeats: 'accept' }, [], { preset: 'auto', together: { by: [] } }],
    ['labels change', { together: { by: ['a'] } }, ['a', 'b'], { together: { by: ['a', 'b'] } }],
    ['the budget comes back', { preset: 'auto', together: { by: [] } }, undefined, { preset: 'auto', budget: 1 }],
    ['classic has none', { preset: 'classic', together: { by: [] } }, undefined, { preset: 'classic' }],
  ])('%s', (_name, detection, by, expected) => expect(withTogether(detection, by)).toEqual(expected));

  it('names what does not go with it, and takes it out', () => {
    const detection: Detection = {
      preset: 'auto',
      direction: 'above',
      gaps: 'zero',
      valueRange: { minimum: 0 },
      ensemble: [{ detector: 'ewma', weight: 1 }],
      offset: '5m',
      together: { by: [] },
    };
    expect(beside(detection)).toEqual(['ensemble', 'direction', 'valueRange', 'gaps']);
    expect(withoutBeside(detection)).toEqual({ preset: 'auto', offset: '5m', together: { by: [] } });
    expect(beside({ direction: 'both', gaps: 'skip', together: { by: [] } })).toEqual([]);
  });

  it.each<[string, Detection, Output, Array<[string, RegExp]>]>([
    ['alone, anything goes', { direction: 'above' }, 'deviation', []],
    ['nothing is wrong', { together: { by: ['instance'] } }, 'score', []],
    ['a label twice', { together: { by: ['a', 'a'] } }, 'panel', [['detection.together.by[1]', /"a" is empty or named twice/]]],
    ['an empty label', { together: { by: [' '] } }, 'panel', [['detection.together.by[0]', /" "/]]],
    ['too many labels', { together: { by: Array.from({ length: 17 }, (_, i) => `l${i}`) } }, 'panel', [['detection.together.by', /17 are too many; at most 16/]]],
    ['a direction', { direction: 'below', together: { by: [] } }, 'panel', [['detection.direction', /direction is for series that are scored alone/]]],
    ['an output that groups have not', { together: { by: [] } }, 'expected', [['output', /"expected"/]]],
  ])('%s', (_name, detection, output, expected) => {
    expect(validateTogether(detection, output)).toEqual(expected.map(([field, message]) => ({ field, message: expect.stringMatching(message) })));
  });

  it.each<[string, Detection, string[], number]>([
    ['what groups lack is no problem of a series by itself', { preset: 'auto', budget: 1, direction: 'below' }, [], 0],
    ['a wrong label', { together: { by: [''] } }, ['detection.together.by[0]'], 1],
    ['what does not go with it', { budget: 1, direction: 'below', together: { by: [] } }, ['detection.budget', 'detection.direction'], 2],
  ])('%s counts', (_name, detection, wrong, expected) => {
    expect(problemCount(detection, new Set(wrong))).toBe(expected);
  });
});
