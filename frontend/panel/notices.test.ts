import { toDataFrame, type DataFrame, type QueryResultMetaNotice } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { noticeLines, noticesIn } from './notices';

const frame = (...notices: Array<[QueryResultMetaNotice['severity'], string]>): DataFrame =>
  toDataFrame({ fields: [], meta: { notices: notices.map(([severity, text]) => ({ severity, text })) } });

describe('notices', () => {
  it('are each told once', () => {
    const frames = [frame(['warning', 'counter'], ['info', 'short']), toDataFrame({ fields: [] }), frame(['warning', 'counter'])];
    expect(noticesIn(frames, false)).toEqual(['counter', 'short']);
  });

  it('that are no trouble are left to the corner', () => {
    expect(noticeLines([frame(['info', 'short'], ['error', 'broken'], ['warning', 'counter'])])).toEqual(['broken', 'counter']);
  });

  it.each([
    [3, ['n0', 'n1', 'n2']],
    [4, ['n0', 'n1', 'n2', 'The data source gives 1 more warning.']],
    [200, ['n0', 'n1', 'n2', 'The data source gives 197 more warnings.']],
    [0, []],
  ])('of %i take few lines', (count, lines) => {
    expect(noticeLines(Array.from({ length: count }, (_, i) => frame(['warning', `n${i}`])))).toEqual(lines);
  });
});
