/** Completion of variables: those of the dashboard, and those that the backend fills. */
import type { Completer, Offer } from './completion';

/** What the backend fills from the detection interval, so that no zoom changes a score. */
const FILLED: Record<'promql' | 'influxql' | 'flux', Offer[]> = {
  promql: [
    { label: '$__rate_interval', kind: 'variable', help: 'Long enough for rate() at the detection interval' },
    { label: '$__interval', kind: 'variable', help: 'The detection interval' },
    { label: '$__interval_ms', kind: 'variable', help: 'The detection interval in milliseconds' },
  ],
  influxql: [
    { label: '$timeFilter', kind: 'variable', help: 'The range that is asked for' },
    { label: '$__interval', kind: 'variable', help: 'The detection interval' },
  ],
  flux: [
    { label: 'v.timeRangeStart', kind: 'variable', help: 'The start of the range that is asked for' },
    { label: 'v.timeRangeStop', kind: 'variable', help: 'The end of the range that is asked for' },
    { label: 'v.windowPeriod', kind: 'variable', help: 'The detection interval' },
  ],
};

/** Offers variables after a `$` (in Flux also after `v.`), and what else stands at the cursor elsewhere. */
export function withVariables(complete: Completer, language: keyof typeof FILLED, names: readonly string[]): Completer {
  const own = names.map((name): Offer => ({ label: `$${name}`, kind: 'variable' }));
  const offers = [...own, ...FILLED[language]];
  return (before) => {
    const prefix = /\$\w*$/.exec(before)?.[0] ?? (language === 'flux' ? /\bv\.\w*$/.exec(before)?.[0] : undefined);
    return prefix === undefined ? complete(before) : { lookup: [], also: offers, prefix, from: before.length - prefix.length };
  };
}
