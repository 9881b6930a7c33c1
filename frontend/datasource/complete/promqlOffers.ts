/** Words of PromQL as they are offered. */
import { snippet, type Offer } from './completion';
import { AGGREGATIONS, FUNCTIONS } from './promqlWords';

/** What takes a range, with the one that fits the detection interval. */
const OVER_RANGE = /^(?:i?rate|increase|i?delta|deriv|changes|resets|\w+_over_time)$/;

export const WORDS: readonly Offer[] = [
  ...AGGREGATIONS.map(({ name, help }) => snippet(name, 'function', help, `${name}(|)`)),
  ...AGGREGATIONS.slice(0, 4).map(({ name, help }) => snippet(`${name} by`, 'snippet', `${help}, one for each value of labels`, `${name} by (|) ()`)),
  ...FUNCTIONS.map(({ name, help }) =>
    snippet(name, 'function', help, OVER_RANGE.test(name) ? `${name}(|[$__rate_interval])` : `${name}(|)`)
  ),
  snippet(
    'histogram_quantile of buckets',
    'snippet',
    'The 95th percentile of a histogram',
    'histogram_quantile(0.95, sum by (le) (rate(|[$__rate_interval])))'
  ),
];

export const GROUPINGS: readonly Offer[] = [
  snippet('by', 'keyword', 'One series for each value of these labels', 'by (|) ()'),
  snippet('without', 'keyword', 'One series for each value of all other labels', 'without (|) ()'),
];

export const RANGES: readonly Offer[] = [
  { label: '$__rate_interval', kind: 'variable', help: 'Long enough for rate() at the detection interval', insert: '$__rate_interval]' },
  ...['1m', '5m', '15m', '1h'].map((label): Offer => ({ label, insert: `${label}]` })),
];
