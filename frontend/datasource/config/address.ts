/** What is wrong with the address of a source, beyond what Grafana's own field checks. Pure. */
import { t } from '@grafana/i18n';

import { verbatim } from '../../shared/i18n/verbatim';
import type { SourceKind } from '../types';

/** Where the API itself begins: people copy it along. */
const API_PATHS: Record<SourceKind, RegExp | null> = {
  prometheus: /\/(api(\/v1)?(\/.*)?|graph|metrics|targets)\/?$/,
  influxdb: /\/(query|write|ping|health|api\/v2(\/.*)?)\/?$/,
  sample: null,
};

/**
 * What is wrong and what would be right; null where nothing is. Of an empty address the field itself speaks, unless it was to
 * come from a variable of the server's environment.
 */
export function addressProblem(address: string, kind: SourceKind, variable?: string): string | null {
  const trimmed = address.trim();
  if (trimmed === '') {
    return variable
      ? t('datasource.config.urlUnset', 'No address: set {{variable}} where Grafana runs, or write the URL', { variable, ...verbatim })
      : null;
  }
  const url = parse(trimmed);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    return t('datasource.config.urlScheme', 'An address starts with http:// or https://, such as {{example}}', { example: exampleOf(kind), ...verbatim });
  }
  if (url.username || url.password) {
    return t('datasource.config.urlLogin', 'Whoever may see these settings can read this login: put it under Authentication');
  }
  if (url.search || url.hash) {
    return t('datasource.config.urlQuery', 'Leave out what follows ? or #: an API’s address ends before it');
  }
  const path = API_PATHS[kind]?.exec(url.pathname)?.[0];
  return path ? t('datasource.config.urlPath', 'Leave out {{path}}: it is added to each question', { path, ...verbatim }) : null;
}

/** An address of this kind of source on the machine that Grafana runs on. */
export function exampleOf(kind: SourceKind): string {
  return kind === 'influxdb' ? 'http://localhost:8086' : 'http://localhost:9090';
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
