import { describe, expect, it } from 'vitest';

import { listEvents, type EventRow } from '../../events/rows';
import { readSeverity } from '../../fields';
import { minute, MINUTE_MS, seismoEvent, seismoFrame } from '../../testing/frames';

import { columnsAt } from './columns';
import { LATEST_FIRST, nextSorting, sorted, type SortKey } from './sort';

const rows = { value: [1, 2, 3, 4, 5], score: [0, 0, 0, 0, 0], severity: [0, 0, 0, 0, 0] };
const ALL = new Set([1, 2, 3, 4] as const);

function listed(name: string, ...events: ReturnType<typeof seismoEvent>[]): EventRow[] {
  const read = readSeverity([seismoFrame({ ...rows, name }, { events })]);
  return read.kind === 'data' ? listEvents(read.series, read.reported, ALL) : [];
}

describe('an order of events', () => {
  const events = [
    ...listed('web-2', seismoEvent(0, { severity: 2, peakScore: 0.7 }), seismoEvent(4, { severity: 2, peakScore: 0.75 })),
    ...listed('web-10', seismoEvent(1, { toMs: minute(2), severity: 4, peakScore: 0.95 })),
  ];
  it.each<[SortKey, boolean, string[]]>([
    ['start', true, ['web-2 4', 'web-10 1', 'web-2 0']],
    ['start', false, ['web-2 0', 'web-10 1', 'web-2 4']],
    ['duration', true, ['web-2 4', 'web-10 1', 'web-2 0']],
    ['severity', true, ['web-10 1', 'web-2 4', 'web-2 0']],
    ['series', false, ['web-2 4', 'web-2 0', 'web-10 1']],
    ['score', false, ['web-2 0', 'web-2 4', 'web-10 1']],
  ])('by %s, descending: %s', (key, descending, expected) => {
    const names = sorted(events, { key, descending }).map(({ name, fromMs }) => `${name} ${(fromMs - minute(0)) / MINUTE_MS}`);
    expect(names).toEqual(expected);
  });

  it('turns round when it is chosen again, and begins from the top otherwise', () => {
    const again = nextSorting(LATEST_FIRST, 'start');
    expect([again, nextSorting(again, 'severity'), nextSorting(again, 'series')]).toEqual([
      { key: 'start', descending: false },
      { key: 'severity', descending: true },
      { key: 'series', descending: false },
    ]);
  });
});

describe('the columns of the list', () => {
  it.each([
    [100, ['start', 'severity']],
    [200, ['start', 'severity', 'series']],
    [500, ['start', 'severity', 'series', 'reason', 'actions']],
    [900, ['start', 'duration', 'severity', 'series', 'score', 'value', 'reason', 'actions']],
  ])('at %i pixels', (width, columns) => {
    expect(columnsAt(width)).toEqual(columns);
  });
});
