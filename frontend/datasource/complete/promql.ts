/** Completion of PromQL: metric names, label names within braces and `by (...)`, label values within quotes. */
import { completionOf, labelNames, labelValues, metricNames, type Completer } from './completion';

/** Where the cursor stands: the last brace, bracket or quote that is still open. */
interface Open {
  sign: string;
  at: number;
}

export const completePromql: Completer = (before) => {
  const open = openSigns(before);
  const last = open.at(-1);
  const brace = open.find(({ sign }) => sign === '{');
  const metric = brace && /([A-Za-z_:][\w:]*)\s*$/.exec(before.slice(0, brace.at))?.[1];

  if (last?.sign === '[') {
    return null;
  }
  if (last && last.sign !== '{') {
    const label = /([A-Za-z_]\w*)\s*(?:=~|!~|!=|=)\s*$/.exec(before.slice(0, last.at))?.[1];
    const written = before.slice(last.at + 1);
    return brace && label ? completionOf(before, written, labelValues(label, metric)) : null;
  }
  if (brace) {
    const prefix = /[{,]\s*([A-Za-z_]\w*)?$/.exec(before);
    return prefix ? completionOf(before, prefix[1] ?? '', labelNames(metric)) : null;
  }
  const grouped = /\b(?:by|without|on|ignoring)\s*\((?:\s*\w+\s*,)*\s*([A-Za-z_]\w*)?$/i.exec(before);
  if (grouped) {
    return completionOf(before, grouped[1] ?? '', labelNames(undefined));
  }
  const name = /(?:^|[^\w:$.])([A-Za-z_:][\w:]*)$/.exec(before)?.[1];
  return name ? completionOf(before, name, metricNames) : null;
};

function openSigns(text: string): Open[] {
  const open: Open[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    const quote = open.at(-1)?.sign;
    if (quote === '"' || quote === "'" || quote === '`') {
      if (sign === '\\' && quote !== '`') {
        at += 1;
      } else if (sign === quote) {
        open.pop();
      }
    } else if ('"\'`{['.includes(sign)) {
      open.push({ sign, at });
    } else if ('}]'.includes(sign)) {
      open.pop();
    }
  }
  return open;
}
