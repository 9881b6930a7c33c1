/** Grafana's client for its server, on the browser's `fetch`. It only has `fetch`, because nothing else is used. */
import { t } from '@grafana/i18n';
import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { Observable } from 'rxjs';

/** Sends requests to the server of the page. */
export class PageBackend implements Pick<BackendSrv, 'fetch'> {
  fetch<T>(request: BackendSrvRequest): Observable<FetchResponse<T>> {
    return new Observable((subscriber) => {
      const stop = new AbortController();
      send<T>(request, stop.signal).then(
        (response) => {
          subscriber.next(response);
          subscriber.complete();
        },
        (error: unknown) => subscriber.error(error)
      );
      return () => stop.abort();
    });
  }
}

async function send<T>(request: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<T>> {
  const { url, params, method = 'GET', data, headers } = request;
  const response = await fetch(withParams(url, params), {
    method,
    signal,
    headers: data === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
    body: data === undefined ? undefined : JSON.stringify(data),
  }).catch((): never => {
    throw unreachable(request);
  });
  const answer = parse(await response.text());
  const { status, statusText, ok, headers: received, redirected, type } = response;
  if (!ok) {
    const failure: FetchError = { status, statusText, data: answer, config: request };
    throw failure;
  }
  return { data: answer as T, status, statusText, ok, headers: received, redirected, type, url: response.url, config: request };
}

/** Browsers only report "Failed to fetch". */
function unreachable(config: BackendSrvRequest): FetchError {
  const message = t('workbench.server.silent', 'The server of this page does not answer. Is `seismo try` still running?');
  return { status: 0, statusText: message, data: { message }, config };
}

function withParams(url: string, params: Record<string, unknown> | undefined): string {
  const given = Object.entries(params ?? {}).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0) {
    return url;
  }
  const query = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
  return `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

/** Parses JSON; a proxy's error page becomes a message. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}
