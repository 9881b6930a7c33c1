/** Problems of a source's address beyond those that Grafana's own field checks. Pure. */
import { t } from '@grafana/i18n';

import { verbatim } from '../../shared/i18n/verbatim';
import type { SourceKind } from '../types';

/** The path of the API itself, which people often include. */
const API_PATHS: Record<SourceKind, RegExp | null> = {
  prometheus: /\/(api(\/v1)?(\/.*)?|graph|metrics|targets)\/?$/,
  influxdb: /\/(query|write|ping|health|api\/v2(\/.*)?)\/?$/,
  sample: null,
};

/**
 * The problem and what would be right; null if there is none. Grafana's field itself reports an empty address, unless
 * it should come from an environment variable of the server.
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
    return t('datasource.config.urlLogin', 'Everyone who can see these settings can read this login: put it under Authentication');
  }
  if (url.search || url.hash) {
    return t('datasource.config.urlQuery', 'Leave out what follows ? or #: an API’s address ends before it');
  }
  const path = API_PATHS[kind]?.exec(url.pathname)?.[0];
  return path ? t('datasource.config.urlPath', 'Leave out {{path}}: it is added to each request', { path, ...verbatim }) : null;
}

/** An example address of this kind of source on Grafana's machine. */
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
