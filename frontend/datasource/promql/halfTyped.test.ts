import { describe, expect, it } from 'vitest';

import { lonelySign } from '../brackets';
import { readPromql } from '../builder/readPromql';
import { completePromql } from '../complete/promql';
import { lexers } from '../highlight/languages';

const QUERIES = [
  'histogram_quantile(0.95, sum by (le, "k8s.pod") (rate({"http.requests", a=~"x|${b:regex}", c!=\'d\'}[$__rate_interval] offset -5m @ end()))) # why {',
  'max_over_time(rate(up{a=`b\\`, by="("}[${n}m])[1h:[[step]]]) > bool -1.5e3 * on (a) group_left (b) SUM WITHOUT (c) ($metric)',
];

it.each([
  ['(', 10_000],
  ['[', 10_000],
  ['{', 10_000],
  ['-', 10_000],
  ['sum(', 500],
  ['a[5m:', 500],
])('is read however deep it goes: %s', (sign, depth) => {
  const text = `${sign.repeat(depth)}$a`;
  expect(() => [readPromql(text), completePromql(text), lonelySign(text), lexers.promql(text)]).not.toThrow();
});

describe('a query at each key while it is typed', () => {
  it.each(QUERIES)('throws nowhere and loses nothing: %s', (query) => {
    for (let length = 0; length <= query.length; length += 1) {
      for (const text of [query.slice(0, length), query.slice(length), query.slice(0, length) + query.slice(length + 1)]) {
        expect(lexers.promql(text).map((token) => token.text).join('')).toBe(text);
        expect(() => [readPromql(text), completePromql(text), lonelySign(text)]).not.toThrow();
      }
    }
  });

  it.each(QUERIES)('has its brackets in order at last: %s', (query) => {
    expect(lonelySign(query)).toBeNull();
  });
});
