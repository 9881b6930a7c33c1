import { describe, expect, it } from 'vitest';

import { AGGREGATIONS, FUNCTIONS } from '../complete/promqlWords';
import { parsePromql, spansOf } from './parse';

/** The pieces of a text that the grammar has no place for. */
function errors(text: string): string[] {
  return spansOf(parsePromql(text).tree, ({ type }) => type.isError).map(({ from, to }) => text.slice(from, to));
}

describe('PromQL with variables', () => {
  it.each([
    ['a window', 'rate(up[$__rate_interval])'],
    ['a window with a format', 'rate(up[${window:raw}])'],
    ['a window in brackets of its own', 'rate(up[[[window]]])'],
    ['a part of a window', 'rate(up[${n}m])'],
    ['the windows of a subquery', 'max_over_time(up[$range:$step])'],
    ['an offset', 'up offset $by'],
    ['an offset backwards', 'up offset -$by'],
    ['a moment', 'up @ $__to'],
    ['a metric', '$metric'],
    ['a part of a metric', 'node_${what}_bytes{a="b"}'],
    ['a label', 'up{$label="a"}'],
    ['a label to group by', 'sum by ($label, [[other]]) (up)'],
    ['a value with a format', 'up{a=~"${b:regex}"}'],
    ['a number', 'topk($k, up) > $threshold'],
    ['the shortest name', '$a + rate(up[$b])'],
    ['a field of a variable', 'up{a="${b.text:json}"}'],
  ])('%s', (_name, text) => {
    expect(errors(text)).toEqual([]);
  });
});

describe('PromQL that is right', () => {
  it.each([
    'up offset 5m',
    'up offset -1d @ end()',
    'rate(up[5m] @ 1609746000)',
    'max_over_time(rate(up[5m])[1h:1m])',
    'max_over_time(rate(up[5m])[1h:])',
    '{"http.requests", job="a"}',
    '{"http.requests", "a.b"="c"}',
    'sum by ("a.b") (up)',
    'SUM WITHOUT (a) (up)',
    'a * on (b) group_left (c) d',
    'up{a="{", b=`\\`} # {"',
    'up > bool -Inf',
    'rate',
  ])('%s', (text) => {
    expect(errors(text)).toEqual([]);
  });

  it('knows every function that is offered', () => {
    const unknown = [...AGGREGATIONS, ...FUNCTIONS].filter(({ name }) => errors(`${name}()`).length > 0);
    expect(unknown).toEqual([]);
  });
});

describe('a text that is no PromQL', () => {
  it.each(['', ' ', ')))', '{{[[((', '$', '${', '[[', '`', 'up{a=`b', '\u0000', 'ä 🙂', '"\\', '('.repeat(2000), '$a '.repeat(500), 'SELECT mean(x) FROM "(" # ['])(
    'is a tree all the same: %j',
    (text) => {
      expect(() => parsePromql(text)).not.toThrow();
    }
  );

  it('takes a text in backquotes that is open to its end', () => {
    const text = 'up{a=`b{';
    expect(spansOf(parsePromql(text).tree, ({ name }) => name === 'StringLiteral').map(({ from }) => text.slice(from))).toEqual(['`b{']);
  });
});
