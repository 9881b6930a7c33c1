import { describe, expect, it } from 'vitest';

import { readState, writeState, type PageState } from './urlState';

const browser = { theme: 'dark', timezone: 'Europe/Berlin' } as const;
const first: PageState = {
  tab: 'explore',
  theme: 'dark',
  language: null,
  from: 'now-6h',
  to: 'now',
  timezone: 'Europe/Berlin',
  refresh: '',
  views: ['timeline', 'events'],
  strip: 'score',
  layout: 'multiples',
  query: null,
};

describe('readState', () => {
  it.each<[string, string, Partial<PageState>]>([
    ['nothing is the first view', '', {}],
    ['a relative range', '?from=now-2d%2Fd&to=now-1d%2Fd', { from: 'now-2d/d', to: 'now-1d/d' }],
    ['an absolute range', '?from=1000&to=2000', { from: '1000', to: '2000' }],
    ['half a range is none', '?from=now-1h', {}],
    ['a spoilt range is none', '?from=yesterday&to=now', {}],
    ['an unknown tab, theme and zone', '?tab=x&theme=pink&timezone=Mars', {}],
    ['a zone by name', '?timezone=Asia/Tokyo', { timezone: 'Asia/Tokyo' }],
    ['a language', '?lang=de-DE', { language: 'de-DE' }],
    ['a language for short', '?lang=de', { language: 'de-DE' }],
    ['a language without texts', '?lang=tlh', {}],
    ['a refresh interval', '?refresh=30s', { refresh: '30s' }],
    ['a spoilt refresh interval', '?refresh=often', {}],
    ['views in their order', '?views=lanes,events', { views: ['lanes', 'events'] }],
    ['an unknown view beside a known one', '?views=pie,cards', { views: ['cards'] }],
    ['spoilt views', '?views=pie', {}],
    ['a score strip', '?strip=off', { strip: 'off' }],
    ['a layout', '?layout=overlay', { layout: 'overlay' }],
    ['a spoilt layout', '?layout=heap', {}],
    ['a spoilt score strip', '?strip=zebra', {}],
    ['a query that is no JSON', '?query=%7B', {}],
    ['a query without a source', '?query=%7B%22refId%22:%22A%22%7D', {}],
    ['null as a query', '?query=null', {}],
  ])('%s', (_name, search, expected) => {
    expect(readState(search, browser)).toEqual({ ...first, ...expected });
  });

  it('reads back what writeState wrote', () => {
    const state: PageState = {
      tab: 'datasource',
      theme: 'light',
      language: 'de-DE',
      from: '1700000000000',
      to: '1700003600000',
      timezone: 'UTC',
      refresh: '1m',
      views: ['lanes', 'timeline'],
      strip: 'detectors',
      layout: 'overlay',
      query: { refId: 'A', version: 1, source: { kind: 'prometheus', expr: 'up{job="a&b"} > 1 + 1 #%' } },
    };
    expect(readState(writeState(state), browser)).toEqual(state);
  });
});
