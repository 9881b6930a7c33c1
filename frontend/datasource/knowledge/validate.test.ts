import { describe, expect, it } from 'vitest';

import type { Detection } from '../../contract/types';
import { validateKnowledge } from './validate';

const DAY = { from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00Z' };

describe('nothing is wrong with', () => {
  it.each<[string, Detection]>([
    ['nothing at all', {}],
    ['the least that can matter', { minimumDeviation: { absolute: 0, relative: 0 } }],
    ['a negative range', { valueRange: { minimum: -20, maximum: -20 } }],
    ['half a range', { valueRange: { maximum: 5 } }],
    ['no offset', { offset: '0s' }],
    ['the longest offset', { offset: '1d' }],
    ['a window of exactly 31 days', { excluded: [{ from: '2026-05-01T00:00:00Z', to: '2026-06-01T00:00:00Z' }] }],
    ['a window in another zone', { excluded: [{ from: '2026-05-01T00:00:00+02:00', to: '2026-05-01T00:00:01.5+02:00' }] }],
    ['a known calendar', { holidays: { calendar: 'de' } }],
    ['a text of its own', { holidays: { ics: '\nbegin:vcalendar' } }],
    ['dashboard variables', { offset: '$late', holidays: { calendar: '$country' }, excluded: [{ from: '$a', to: '${b}' }] }],
  ])('%s', (_name, detection) => {
    expect(validateKnowledge(detection, ['de'])).toEqual([]);
  });
});

describe('named with its value and what would be right is', () => {
  it.each<[string, Detection, string, RegExp]>([
    ['a negative deviation', { minimumDeviation: { absolute: -1 } }, 'detection.minimumDeviation.absolute', /-1.*at least 0/],
    ['a share that is no number', { minimumDeviation: { relative: NaN } }, 'detection.minimumDeviation.relative', /NaN.*0\.1/],
    ['a range upside down', { valueRange: { minimum: 2, maximum: 1 } }, 'detection.valueRange.minimum', /2 is above the highest, 1/],
    ['an end that is no number', { valueRange: { maximum: NaN } }, 'detection.valueRange.maximum', /NaN is not a valid number/],
    ['an offset of two days', { offset: '2d' }, 'detection.offset', /"2d".*at most 1d/],
    ['an offset that is none', { offset: 'late' }, 'detection.offset', /"late".*5m/],
    ['an instant without an offset', { excluded: [{ ...DAY, from: '2026-05-01T00:00:00' }] }, 'detection.excluded[0].from', /Window 1.*2026-05-01T00:00:00Z/],
    ['a day that is not', { excluded: [DAY, { ...DAY, to: '2026-02-31T99:00:00Z' }] }, 'detection.excluded[1].to', /Window 2/],
    ['a window that ends before it starts', { excluded: [{ from: DAY.to, to: DAY.from }] }, 'detection.excluded[0].to', /after its start/],
    ['a window that is too long', { excluded: [{ from: DAY.from, to: '2026-06-01T00:00:01Z' }] }, 'detection.excluded[0].to', /31 days/],
    ['too many windows', { excluded: Array.from({ length: 101 }, () => DAY) }, 'detection.excluded', /101.*100/],
    ['an unknown calendar', { holidays: { calendar: 'fr' } }, 'detection.holidays.calendar', /"fr"/],
    ['a URL', { holidays: { ics: 'https://example.org/de.ics' } }, 'detection.holidays.ics', /BEGIN:VCALENDAR/],
    ['a text that is too long', { holidays: { ics: `BEGIN:VCALENDAR${' '.repeat(256 * 1024)}` } }, 'detection.holidays.ics', /256 KiB/],
  ])('%s', (_name, detection, field, message) => {
    const problems = validateKnowledge(detection, ['de']);
    expect(problems.map((problem) => problem.field)).toEqual([field]);
    expect(problems[0]?.message).toMatch(message);
  });
});
