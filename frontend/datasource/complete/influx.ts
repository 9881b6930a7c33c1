/** Completion of InfluxQL and Flux: measurements, tag keys, tag values. */
import type { InfluxLanguage } from '../../contract/types';
import { escaped, quotedName } from '../builder/influxql';
import { completionOf, labelNames, labelValues, metricNames, snippet, type Completer, type Completion, type Offer, type Write } from './completion';

const INFLUXQL_WORDS: readonly Offer[] = [
  snippet(
    'SELECT … FROM …',
    'snippet',
    'One value for each interval and series',
    'SELECT mean("|") FROM "" WHERE $timeFilter GROUP BY time($__interval)'
  ),
  ...['SELECT', 'FROM', 'WHERE $timeFilter', 'GROUP BY time($__interval)', 'AND', 'OR'].map((label): Offer => ({ label, kind: 'keyword' })),
  snippet('mean', 'function', 'The mean of an interval', 'mean("|")'),
  snippet('sum', 'function', 'The sum of an interval', 'sum("|")'),
  snippet('max', 'function', 'The largest value of an interval', 'max("|")'),
  snippet('min', 'function', 'The smallest value of an interval', 'min("|")'),
  snippet('count', 'function', 'How many values an interval has', 'count("|")'),
  snippet('median', 'function', 'The median of an interval', 'median("|")'),
  snippet('last', 'function', 'The newest value of an interval', 'last("|")'),
  snippet('percentile', 'function', 'A percentile of an interval', 'percentile("|", 95)'),
  snippet('non_negative_derivative', 'function', 'The increase of a counter per second', 'non_negative_derivative(last("|"), 1s)'),
];

const FLUX_WORDS: readonly Offer[] = [
  snippet(
    'from … aggregateWindow',
    'snippet',
    'One value for each interval and series',
    'from(bucket: "|")\n  |> range(start: v.timeRangeStart, stop: v.timeRangeStop)\n  |> filter(fn: (r) => r._measurement == "")\n  |> aggregateWindow(every: v.windowPeriod, fn: mean, createEmpty: false)'
  ),
  snippet('from', 'function', 'Reads a bucket', 'from(bucket: "|")'),
  snippet('range', 'function', 'The range that is asked for', 'range(start: v.timeRangeStart, stop: v.timeRangeStop)'),
  snippet('filter', 'function', 'Keeps the rows that fit', 'filter(fn: (r) => r.|)'),
  snippet('aggregateWindow', 'function', 'One value for each interval', 'aggregateWindow(every: v.windowPeriod, fn: |mean, createEmpty: false)'),
  snippet('group', 'function', 'What makes a series', 'group(columns: ["|"])'),
  snippet('derivative', 'function', 'The increase per second', 'derivative(unit: 1s, nonNegative: true)'),
  snippet('keep', 'function', 'Keeps columns', 'keep(columns: ["|"])'),
  snippet('map', 'function', 'Computes each row anew', 'map(fn: (r) => ({ r with _value: r._value| }))'),
];

/** The words of a language, where a word is being written outside of quotes. */
function words(before: string, offers: readonly Offer[]): Completion | null {
  const word = /(?:^|[\s(,>])([A-Za-z]\w*)$/.exec(before)?.[1];
  const isQuoted = (before.match(/["']/g) ?? []).length % 2 === 1;
  return word && !isQuoted ? completionOf(before, word, [], { also: offers }) : null;
}

/** Writes the rest of a text whose quote is there already; without one, a name in quotes, for many words of InfluxQL are no names. */
function inQuotes(quote: string): Write {
  return (name) => {
    const insert = quote === '' ? quotedName(name) : escaped(name, quote);
    return insert === name ? {} : { insert };
  };
}

const completeInfluxql: Completer = (before) => {
  const measurement = /\bfrom\s+("?)([\w.:-]*)$/i.exec(before);
  if (measurement) {
    const [, quote = '', prefix = ''] = measurement;
    return completionOf(before, prefix, metricNames(prefix), { write: inQuotes(quote) });
  }
  const metric = /\bfrom\s+"?([\w.:-]+)"?/i.exec(before)?.[1];
  const value = /"?([\w.-]+)"?\s*(?:=~\s*\/\^?|!~\s*\/\^?|(?:!=|<>|=)\s*(?<quote>'))([^'/]*)$/.exec(before);
  if (value?.[1]) {
    const write = value.groups?.quote ? { write: inQuotes("'") } : {};
    return completionOf(before, value[3] ?? '', labelValues(value[1], metric), write);
  }
  const key = metric ? /\b(?:where|and|or|group\s+by)\s+\(?(?:(?:[^'"]|"[^"]*")*,\s*)?("?)([\w.-]*)$/i.exec(before) : null;
  return key ? completionOf(before, key[2] ?? '', labelNames(metric), { write: inQuotes(key[1] ?? '') }) : words(before, INFLUXQL_WORDS);
};

const completeFlux: Completer = (before) => {
  const metric = /\b_measurement"?\]?\s*==\s*"([^"]+)"/.exec(before)?.[1];
  const value = /\br(?:\.(\w+)|\["([^"]+)"\])\s*==\s*"([^"]*)$/.exec(before);
  const key = value?.[1] ?? value?.[2];
  if (value && key) {
    const written = value[3] ?? '';
    return completionOf(before, written, key === '_measurement' ? metricNames(written) : labelValues(key, metric), { write: inQuotes('"') });
  }
  const tag = /\br(?:\.(\w*)|\["([^"]*))$/.exec(before);
  if (!tag) {
    return words(before, FLUX_WORDS);
  }
  const [, afterDot, within = ''] = tag;
  const write = afterDot === undefined ? inQuotes('"') : inBrackets(before.length - afterDot.length - 1);
  return completionOf(before, afterDot ?? within, labelNames(metric), { write });
};

/** Only a plain name can stand after a dot; another takes the place of the dot. */
function inBrackets(dot: number): Write {
  return (name) => (/^[A-Za-z_]\w*$/.test(name) ? {} : { insert: `[${quotedName(name)}]`, from: dot });
}

export const influxCompleters: Record<InfluxLanguage, Completer> = { influxql: completeInfluxql, flux: completeFlux };
