/** Names and texts as PromQL takes them. A name that is not plain has to stand in quotes: `{"http.requests", "k8s.pod"="x"}`. Pure. */

/** Words, in any case, that are no metric at the beginning of an expression. */
const NO_METRIC = /^(?:bool|group_left|group_right|ignoring|inf|nan|on)$/i;

export function isPlainMetric(name: string): boolean {
  return /^[A-Za-z_:][\w:]*$/.test(name) && !NO_METRIC.test(name);
}

export function isPlainLabel(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

export function quoted(text: string): string {
  return `"${escaped(text, '"')}"`;
}

/** A text as it stands between quotes of a kind; between backquotes, nothing is escaped. */
export function escaped(text: string, quote: string): string {
  return quote === '`'
    ? text
    : text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
}
