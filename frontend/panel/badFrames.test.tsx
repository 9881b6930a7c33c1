import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import { render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { adviceOn } from './problems';
import { stubCanvas } from './testing/canvas';
import { minute, plainFrame, seismoFrame } from './testing/frames';
import { panel } from './testing/panel';

beforeEach(stubCanvas);

const times = [0, 1, 2].map(minute);
const frame = (name: string, fields: Record<string, [FieldType, unknown[]]>): DataFrame =>
  toDataFrame({ name, fields: Object.entries(fields).map(([field, [type, values]]) => ({ name: field, type, values })) });
const scored = seismoFrame({ name: 'api', value: [10, 50], score: [0.1, 0.95], severity: [0, 4] });
const newer = seismoFrame({ value: [1], score: [0], severity: [0] }, { contractVersion: 9 });
const table = frame('table', { v: [FieldType.number, [1]] });
const csv = frame('csv', { when: [FieldType.string, ['2025-06-02T14:00:00Z']], v: [FieldType.number, [1]] });
const words = frame('words', { Time: [FieldType.time, times], v: [FieldType.string, ['a', 'b', 'c']] });
const wide = frame('wide', { Time: [FieldType.time, times], cpu: [FieldType.number, [1, 2, 3]], memory: [FieldType.number, [4, 5, 6]] });
const long = frame('long', { Time: [FieldType.time, [...times, ...times]], host: [FieldType.string, ['a', 'a', 'a', 'b', 'b', 'b']], v: [FieldType.number, [1, 2, 3, 4, 5, 6]] });
const hidden = plainFrame([1, 2]);
hidden.fields[1]!.config = { custom: { hideFrom: { viz: true, legend: false, tooltip: false } } };

const plots = (container: HTMLElement) => container.querySelectorAll('.uplot').length;

describe('frames that can be drawn', () => {
  it.each<[string, DataFrame[], number, RegExp | null]>([
    ['a plain time series', [plainFrame([1, 2, 3])], 1, /no scores.*query a Seismo data source/],
    ['several numbers in one frame', [wide], 2, /no scores/],
    ['text beside numbers, and times that come twice', [long], 1, /no scores/],
    ['truths', [plainFrame([true, false], FieldType.boolean)], 1, /no scores/],
    ['one row', [seismoFrame({ value: [1], score: [0.9], severity: [4] })], 1, null],
    ['gaps alone', [plainFrame([null, null])], 1, /no sample in this range/],
    ['what is no number', [plainFrame([NaN, Infinity, 1])], 1, /no scores/],
    ['times as text', [frame('text', { Time: [FieldType.time, ['2025-06-02T14:00:00Z', '2025-06-02T14:01:00Z']], v: [FieldType.number, [1, 2]] })], 1, /no scores/],
    ['a table beside a series', [scored, table], 1, /No time field.*"table".*Table panel/],
    ['text that looks like times beside a series', [scored, csv], 1, /Make "when" one with the transformation "Convert field type"/],
    ['words beside a series', [scored, words], 1, /No numbers.*"words".*Convert field type/],
    ['a newer frame beside a series', [scored, newer], 1, /older than its data.*version 9/],
    ['a plain series beside a scored one', [scored, plainFrame([1, 2])], 2, /^1 series has no scores/],
    ['a hundred tables beside a series', [scored, ...Array.from({ length: 100 }, () => table)], 1, /99 more frames have the same problem/],
    ['an empty frame beside a series', [scored, plainFrame([])], 1, null],
  ])('%s', (_, series, drawn, note) => {
    const { container } = render(panel({ series, height: 900 }));
    expect(plots(container)).toBe(drawn);
    if (note) {
      expect(screen.getByText(note)).toBeInTheDocument();
    }
  });
});

describe('frames that cannot', () => {
  it.each<[string, DataFrame[], RegExp]>([
    ['no frame', [], /No data.*wider time range/],
    ['no rows', [plainFrame([])], /No data/],
    ['a table', [table], /No time field.*"table".*Add a time field to the query, or use the Table panel/],
    ['text that looks like times', [csv], /Make "when" one/],
    ['times that are none', [frame('odd', { Time: [FieldType.time, ['soon']], v: [FieldType.number, [1]] })], /No time field/],
    ['words', [words], /No numbers.*"words"/],
    ['a newer contract', [newer], /older than its data.*contract version 9.*reads up to 1.*Update the Seismo plugin/],
    ['series that are all hidden', [hidden], /All series are hidden.*"Hide in area"/],
    ['a table and nothing', [plainFrame([]), table], /No time field/],
  ])('%s say why, and what to do', (_, series, text) => {
    const { container } = render(panel({ series }));
    expect(plots(container)).toBe(0);
    expect(screen.getByRole('status')).toHaveTextContent(text);
  });

  it('are told apart by title and hint, each with both', () => {
    const advice = [
      adviceOn({ kind: 'no-data' }),
      adviceOn({ kind: 'no-time', frame: 'a', candidate: null }),
      adviceOn({ kind: 'no-number', frame: 'a' }),
      adviceOn({ kind: 'newer-contract', version: 2 }),
      adviceOn({ kind: 'hidden', count: 1 }),
    ];
    expect(new Set(advice.map(({ title }) => title)).size).toBe(advice.length);
    expect(advice.every(({ hint }) => hint.endsWith('.'))).toBe(true);
  });
});

describe('a small panel', () => {
  it.each([
    [200, 100],
    [320, 160],
    [120, 60],
  ])('of %i x %i has the values, and no text or button that would be cut', async (width, height) => {
    const { container } = render(panel({ series: [scored], width, height }));
    expect(plots(container)).toBe(1);
    const canvas = container.querySelector('canvas')!;
    await waitFor(() => expect([canvas.width, canvas.height], 'all of it').toEqual([width, height]));
    expect(screen.queryAllByRole('button')).toEqual([]);
    expect(container.querySelector('dl')).toBeNull();
  });
});
