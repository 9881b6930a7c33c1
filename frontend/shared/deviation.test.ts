import { describe, expect, it } from 'vitest';

import { deviationOf } from './deviation';

describe('a deviation in sigmas', () => {
  it.each([
    ['above', [2, 1, -0.5, 2.5], 2],
    ['below', [0, 1, -0.5, 2.5], -2],
    ['a band that ends where values end', [4, 1, 0, 4], 3],
    ['another value than a constant', [10, 0, 0, 0], 1000],
    ['below a constant', [-10, 0, 0, 0], -1000],
    ['the constant', [7, 7, 7, 7], 0],
    ['the noise of floating point', [0.1 + 0.2, 0.3, 0.3, 0.3], 0],
    ['without bound', [Infinity, 1, 0, 2], 1000],
    ['nothing expected', [1, NaN, NaN, NaN], null],
    ['no value', [NaN, 1, 0, 2], null],
  ] as const)('%s', (_, [value, expected, lower, upper], wanted) => {
    expect(deviationOf(value, expected, lower, upper)).toBe(wanted);
  });
});
