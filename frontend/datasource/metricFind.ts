/**
 * The backend's lists of names, and variable queries: `metrics(re)`, `labels(metric)`, `label_values(label, metric)`.
 */
import { t } from '@grafana/i18n';

import { verbatim } from '../shared/i18n/verbatim';

export interface Lookup {
  /** The resource path below the data source. */
  path: 'metrics-names' | 'labels' | 'label-values';
  params: Record<string, string>;
  /** Keeps the names that match it. */
  pattern?: RegExp;
}

/** Parses a variable query. Throws an error with the text and the three forms if it has none of them. */
export function parseLookup(text: string): Lookup {
  const [, name, inner] = /^\s*(\w+)\s*\(([\s\S]*)\)\s*$/.exec(text) ?? [];
  const lookup = name === undefined ? null : lookupOf(name, (inner ?? '').trim());
  if (!lookup) {
    const message = t(
      'datasource.problem.lookup',
      'Variable query "{{query}}": expected metrics(regex), labels(metric) or label_values(label, metric)',
      { query: text.trim(), ...verbatim }
    );
    throw new Error(message);
  }
  return lookup;
}

function lookupOf(name: string, inner: string): Lookup | null {
  switch (name) {
    // Everything inside is one regular expression, which may contain commas.
    case 'metrics':
      return metricsLookup(unquote(inner));
    case 'labels':
      return { path: 'labels', params: given({ metric: unquote(inner) }) };
    case 'label_values': {
      const [label = '', ...rest] = inner.split(',');
      const params = given({ label: unquote(label.trim()), metric: unquote(rest.join(',').trim()) });
      return params.label ? { path: 'label-values', params } : null;
    }
    default:
      return null;
  }
}

/** The backend finds names that contain a text; for a regular expression, it lists all names and this filters them. */
function metricsLookup(regex: string): Lookup | null {
  if (/^[\w:]*$/.test(regex)) {
    return { path: 'metrics-names', params: given({ match: regex }) };
  }
  try {
    return { path: 'metrics-names', params: {}, pattern: new RegExp(regex) };
  } catch {
    return null;
  }
}

function given(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== ''));
}

function unquote(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
