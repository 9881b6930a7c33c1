import { createTheme, FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { annotationsAt, annotationText, readAnnotations, type Annotation } from './read';

const theme = createTheme();
const frame = (columns: Record<string, unknown[]>): DataFrame =>
  toDataFrame({
    fields: Object.entries(columns).map(([name, values]) => ({ name, type: name.startsWith('time') ? FieldType.time : FieldType.other, values })),
  });
const one = (given: Partial<Annotation>): Annotation => ({ timeMs: 100, endMs: null, title: '', text: '', tags: [], color: '#000', subject: null, over: null, ...given });

describe('annotations', () => {
  it('are read from all frames, in order of time', () => {
    const read = readAnnotations(
      [frame({ time: [300], text: ['late'] }), frame({ time: [100], timeEnd: [200], title: ['Deploy'], text: ['v2'], tags: [['a', 'b']], color: ['#123456'] })],
      theme
    );
    expect(read).toEqual([
      { timeMs: 100, endMs: 200, title: 'Deploy', text: 'v2', tags: ['a', 'b'], color: '#123456', subject: null, over: null },
      expect.objectContaining({ timeMs: 300, endMs: null, title: '', text: 'late', tags: [] }),
    ]);
  });

  it.each<[string, Record<string, unknown[]>, object[]]>([
    ['without a time are left out', { time: [null, 'soon', NaN, 5] }, [{ timeMs: 5 }]],
    ['that end where they begin are moments', { time: [5, 6], timeEnd: [5, 0] }, [{ endMs: null }, { endMs: null }]],
    ['have tags as text', { time: [5], tags: ['deploy, checkout,'] }, [{ tags: ['deploy', 'checkout'] }]],
    ['may have columns of the wrong kind', { time: [5], tags: [7], text: [{}], color: [null] }, [{ tags: [], text: '' }]],
    ['have the colours of the theme', { time: [5], color: ['red'] }, [{ color: theme.visualization.getColorByName('red') }]],
  ])('%s', (_, columns, expected) => {
    const read = readAnnotations([frame(columns)], theme);
    expect(read).toHaveLength(expected.length);
    expect(read).toMatchObject(expected);
  });

  it('are none where there is no frame, or none with a time', () => {
    expect(readAnnotations(undefined, theme)).toEqual([]);
    expect(readAnnotations([frame({ text: ['x'] })], theme)).toEqual([]);
  });
});

describe('at a time', () => {
  const span = one({ timeMs: 100, endMs: 200 });
  it.each([
    [99, 0, 0],
    [99, 1, 1],
    [150, 0, 1],
    [201, 0, 0],
  ])('%i, within %i, are %i', (timeMs, reach, count) => {
    expect(annotationsAt([span], timeMs, reach)).toHaveLength(count);
  });
});

describe('in words', () => {
  it.each([
    [one({ title: 'Deploy', text: 'v2' }), 'Deploy: v2'],
    [one({ text: 'v2' }), 'v2'],
    [one({ title: 'Deploy' }), 'Deploy'],
    [one({ text: '<a href="x" onclick="y()">v2</a> is <b>out</b>' }), 'v2 is out'],
    [one({}), ''],
  ])('%o', (annotation, text) => {
    expect(annotationText(annotation)).toBe(text);
  });
});
