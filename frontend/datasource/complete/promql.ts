/** Completion of PromQL: metric names, label names within braces and `by (...)`, label values within quotes. */
import { completionOf, labelNames, labelValues, metricNames, snippet, type Completer, type Completion, type Offer } from './completion';
import { AGGREGATIONS, FUNCTIONS } from './promqlWords';

/** What takes a range, with the one that fits the detection interval. */
const OVER_RANGE = /^(?:i?rate|increase|i?delta|deriv|changes|resets|\w+_over_time)$/;

const WORDS: readonly Offer[] = [
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

const AFTER_AGGREGATION = new RegExp(`\\b(?:${AGGREGATIONS.map(({ name }) => name).join('|')})\\s+(\\w*)$`);

const GROUPINGS: readonly Offer[] = [
  snippet('by', 'keyword', 'One series for each value of these labels', 'by (|) ()'),
  snippet('without', 'keyword', 'One series for each value of all other labels', 'without (|) ()'),
];

const RANGES: readonly Offer[] = [
  { label: '$__rate_interval', kind: 'variable', help: 'Long enough for rate() at the detection interval', insert: '$__rate_interval]' },
  ...['1m', '5m', '15m', '1h'].map((label): Offer => ({ label, insert: `${label}]` })),
];

/** Where the cursor stands: the last brace, bracket or quote that is still open. */
interface Open {
  sign: string;
  at: number;
}

export const completePromql: Completer = (before) => {
  const open = openSigns(before);
  const last = open.at(-1);
  const brace = open.find(({ sign }) => sign === '{');
  if (!last) {
    return outsideBraces(before);
  }
  switch (last.sign) {
    case '[':
      return range(before, last.at);
    case '{':
      return labelName(before, metricBefore(before, last.at));
    default:
      return brace ? labelValue(before, last.at, metricBefore(before, brace.at)) : null;
  }
};

function outsideBraces(before: string): Completion | null {
  const grouped = /\b(?:by|without|on|ignoring)\s*\((?:\s*\w+\s*,)*\s*([A-Za-z_]\w*)?$/i.exec(before);
  if (grouped) {
    return completionOf(before, grouped[1] ?? '', labelNames(undefined));
  }
  const grouping = AFTER_AGGREGATION.exec(before);
  if (grouping) {
    return completionOf(before, grouping[1] ?? '', [], GROUPINGS);
  }
  const name = /(?:^|[^\w:$.])([A-Za-z_:][\w:]*)$/.exec(before)?.[1];
  return name ? completionOf(before, name, metricNames(name), WORDS) : null;
}

function range(before: string, bracketAt: number): Completion | null {
  const written = before.slice(bracketAt + 1);
  return /^\w*$/.test(written) ? completionOf(before, written, [], RANGES) : null;
}

function labelName(before: string, metric: string | undefined): Completion | null {
  const prefix = /[{,]\s*([A-Za-z_]\w*)?$/.exec(before);
  return prefix && completionOf(before, prefix[1] ?? '', labelNames(metric));
}

function labelValue(before: string, quoteAt: number, metric: string | undefined): Completion | null {
  const label = /([A-Za-z_]\w*)\s*(?:=~|!~|!=|=)\s*$/.exec(before.slice(0, quoteAt))?.[1];
  return label ? completionOf(before, before.slice(quoteAt + 1), labelValues(label, metric)) : null;
}

function metricBefore(before: string, braceAt: number): string | undefined {
  return /([A-Za-z_:][\w:]*)\s*$/.exec(before.slice(0, braceAt))?.[1];
}

const QUOTES = ['"', "'", '`'];

function openSigns(text: string): Open[] {
  const open: Open[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    const quote = QUOTES.find((one) => one === open.at(-1)?.sign);
    if (quote && sign === '\\' && quote !== '`') {
      at += 1;
    } else if (quote) {
      closeAt(sign === quote, open);
    } else if ('"\'`{['.includes(sign)) {
      open.push({ sign, at });
    } else if ('}]'.includes(sign)) {
      open.pop();
    }
  }
  return open;
}

function closeAt(isEnd: boolean, open: Open[]): void {
  if (isEnd) {
    open.pop();
  }
}
