import { describe, expect, it } from 'vitest';

import { placeBeside } from './place';

const window = { width: 1000, height: 600 };
const card = { width: 300, height: 200 };

describe('a card stands', () => {
  it.each([
    ['to the right of its point', { x: 100, y: 300 }, { left: 114, top: 300 - 200 / 3 }],
    ['to the left where the right has no room', { x: 900, y: 300 }, { left: 586, top: 300 - 200 / 3 }],
    ['below the upper edge', { x: 100, y: 0 }, { left: 114, top: 8 }],
    ['above the lower edge', { x: 100, y: 590 }, { left: 114, top: 392 }],
  ])('%s', (_, point, at) => {
    expect(placeBeside(point, card, window)).toEqual(at);
  });

  it('with its top in sight in a window that is too small for it', () => {
    expect(placeBeside({ x: 50, y: 50 }, { width: 400, height: 900 }, { width: 200, height: 100 })).toEqual({ left: 8, top: 8 });
  });
});
