import { describe, expect, it } from 'vitest';

import { readSeverity } from './fields';
import { inOrder } from './order';
import { seismoFrame } from './testing/frames';

const frame = (name: string, level: number, score: number) => seismoFrame({ name, value: [9], score: [score], severity: [level] });
const read = readSeverity([frame('web-10', 1, 0.65), frame('api', 0, 0), frame('web-9', 4, 0.92), frame('db', 4, 0.97)]);
const series = read.kind === 'data' ? read.series : [];

describe('series', () => {
  it.each([
    ['query', ['web-10', 'api', 'web-9', 'db']],
    ['name', ['api', 'db', 'web-9', 'web-10']],
    ['worst', ['db', 'web-9', 'web-10', 'api']],
  ] as const)('in the order %s', (order, names) => {
    expect(inOrder(series, order).map(({ name }) => name)).toEqual(names);
  });
});
