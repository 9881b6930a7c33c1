import { describe, expect, it } from 'vitest';

import { viewOf, VIEWS } from './all';

describe('the views', () => {
  it.each<[string, (id: (typeof VIEWS)[number]) => unknown]>([
    ['name', (id) => id],
    ['label', (id) => viewOf(id).label()],
    ['place among all', (id) => viewOf(id).order],
    ['rank among those that take the rest', (id) => viewOf(id).restRank],
  ])('have each a %s of its own', (_, read) => {
    expect(new Set(VIEWS.map(read)).size).toBe(VIEWS.length);
  });

  it('begin with the timeline', () => {
    expect(VIEWS[0]).toBe('timeline');
  });
});
