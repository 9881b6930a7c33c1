/** The state of the page, kept in its address so that it can be shared. */
import { isZone } from '../datasource/timezone';
import type { SeismoQuery } from '../datasource/types';
import { SCORE_STRIPS, SERIES_LAYOUTS, viewsAmong, type SeverityOptions } from '../panel/options';
import { VIEWS } from '../panel/views/all';
import { asLanguage, type Language } from './language';

const TABS = ['explore', 'datasource'] as const;
export type Tab = (typeof TABS)[number];
export type ThemeMode = 'dark' | 'light';

export interface PageState {
  tab: Tab;
  theme: ThemeMode;
  /** Null for the browser's language. */
  language: Language | null;
  /** A relative time such as `now-6h`, or milliseconds. */
  from: string;
  to: string;
  /** An IANA name. */
  timezone: string;
  /** A duration such as `1m`; empty is off. */
  refresh: string;
  /** The views of the panel, from top to bottom. */
  views: SeverityOptions['views'];
  strip: SeverityOptions['scoreStrip'];
  layout: SeverityOptions['layout'];
  /** Null until the user changes the initial query. */
  query: SeismoQuery | null;
}

const PARAMS = {
  tab: 'tab',
  theme: 'theme',
  language: 'lang',
  from: 'from',
  to: 'to',
  timezone: 'timezone',
  refresh: 'refresh',
  views: 'views',
  strip: 'strip',
  layout: 'layout',
  query: 'query',
};

/** The last 6 hours, which are enough to show faults of the sample fleet. */
const DEFAULT_FROM = 'now-6h';
const DEFAULT_TO = 'now';

/** The list of events explains the timeline to new users in words. */
const DEFAULT_VIEWS: PageState['views'] = ['timeline', 'events'];
const DEFAULT_STRIP: PageState['strip'] = 'score';
const DEFAULT_LAYOUT: PageState['layout'] = 'multiples';

/** Parses an address; missing or invalid parts become the default. */
export function readState(search: string, browser: { theme: ThemeMode; timezone: string }): PageState {
  const params = new URLSearchParams(search);
  const tab = TABS.find((known) => known === params.get(PARAMS.tab)) ?? 'explore';
  const theme = params.get(PARAMS.theme);
  const timezone = params.get(PARAMS.timezone);
  const refresh = params.get(PARAMS.refresh) ?? '';
  const [from, to] = [params.get(PARAMS.from) ?? '', params.get(PARAMS.to) ?? ''];
  const known = isInstant(from) && isInstant(to);
  return {
    tab,
    theme: theme === 'dark' || theme === 'light' ? theme : browser.theme,
    language: readLanguage(search),
    from: known ? from : DEFAULT_FROM,
    to: known ? to : DEFAULT_TO,
    timezone: timezone && isZone(timezone) ? timezone : browser.timezone,
    refresh: /^\d+[smhd]$/.test(refresh) ? refresh : '',
    views: readViews(params.get(PARAMS.views)),
    strip: SCORE_STRIPS.find((known) => known === params.get(PARAMS.strip)) ?? DEFAULT_STRIP,
    layout: SERIES_LAYOUTS.find((known) => known === params.get(PARAMS.layout)) ?? DEFAULT_LAYOUT,
    query: readQuery(params.get(PARAMS.query)),
  };
}

/** The language of an address; read before the rest, because texts are loaded first. */
export function readLanguage(search: string): Language | null {
  return asLanguage(new URLSearchParams(search).get(PARAMS.language));
}

/** The address of a state, without default values. */
export function writeState(state: PageState): string {
  const params = new URLSearchParams();
  params.set(PARAMS.tab, state.tab);
  params.set(PARAMS.theme, state.theme);
  if (state.language) {
    params.set(PARAMS.language, state.language);
  }
  params.set(PARAMS.from, state.from);
  params.set(PARAMS.to, state.to);
  params.set(PARAMS.timezone, state.timezone);
  if (state.refresh) {
    params.set(PARAMS.refresh, state.refresh);
  }
  if (state.views.join() !== DEFAULT_VIEWS.join()) {
    params.set(PARAMS.views, state.views.join());
  }
  if (state.strip !== DEFAULT_STRIP) {
    params.set(PARAMS.strip, state.strip);
  }
  if (state.layout !== DEFAULT_LAYOUT) {
    params.set(PARAMS.layout, state.layout);
  }
  if (state.query) {
    params.set(PARAMS.query, JSON.stringify(state.query));
  }
  return `?${params}`;
}

function isInstant(text: string): boolean {
  return /^\d{1,15}$/.test(text) || /^now([-+/][\dsmhdwMy/+-]+)?$/.test(text);
}

function readViews(text: string | null): PageState['views'] {
  const names = text?.split(',') ?? [];
  return names.some((name) => VIEWS.some((view) => view === name)) ? viewsAmong(names) : DEFAULT_VIEWS;
}

function readQuery(text: string | null): SeismoQuery | null {
  try {
    const query: unknown = JSON.parse(text ?? 'null');
    return isQuery(query) ? query : null;
  } catch {
    return null;
  }
}

function isQuery(value: unknown): value is SeismoQuery {
  const query = value as SeismoQuery | null;
  return typeof query === 'object' && query !== null && typeof query.refId === 'string' && typeof query.source === 'object';
}
