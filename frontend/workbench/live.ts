/** The part of Grafana Live that our data source uses: channels of the page's server, as server-sent events. */
import {
  LiveChannelConnectionState,
  LiveChannelEventType,
  type LiveChannelAddress,
  type LiveChannelEvent,
  type LiveChannelStatusEvent,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import type { GrafanaLiveSrv } from '@grafana/runtime';
import { Observable, type Subscriber } from 'rxjs';

import { messageOf } from './api';

/** Pause before a broken channel is reopened, in ms: doubled each time, up to the maximum. */
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 15_000;

type Event<T> = LiveChannelEvent<T>;

/** Opens a connection for each subscribed channel, and reopens it when it breaks off. */
export class PageLive implements Pick<GrafanaLiveSrv, 'getStream'> {
  getStream<T>(address: LiveChannelAddress): Observable<Event<T>> {
    return new Observable((out) => {
      const stop = new AbortController();
      void keepOpen(address, out, stop.signal);
      return () => stop.abort();
    });
  }
}

async function keepOpen<T>(address: LiveChannelAddress, out: Subscriber<Event<T>>, signal: AbortSignal): Promise<void> {
  const id = `${address.scope}/${address.namespace}/${address.path}`;
  let rest = FIRST_REST_MS;
  const tell = (state: LiveChannelConnectionState, error?: unknown) => {
    if (!signal.aborted) {
      out.next(statusOf(id, state, error));
    }
  };
  const opened = () => {
    rest = FIRST_REST_MS;
    tell(LiveChannelConnectionState.Connected);
  };
  const heard = (data: string) => out.next({ type: LiveChannelEventType.Message, message: JSON.parse(data) as T });
  while (!signal.aborted) {
    const ended = await listen(address, { id, signal, opened, heard }).catch((error: unknown) => ({ message: messageOf(error) }));
    if (ended === REFUSED) {
      tell(LiveChannelConnectionState.Invalid, { message: t('workbench.live.refused', 'the server does not stream this query') });
      return;
    }
    tell(LiveChannelConnectionState.Disconnected, ended);
    await pause(rest, signal);
    rest = Math.min(2 * rest, LONGEST_REST_MS);
  }
}

const REFUSED = 'refused';

interface Ears {
  id: string;
  signal: AbortSignal;
  opened: () => void;
  heard: (data: string) => void;
}

/** Reads a channel until it ends; returns whether the server refused it. */
async function listen({ data }: LiveChannelAddress, { id, signal, opened, heard }: Ears): Promise<typeof REFUSED | undefined> {
  const response = await fetch(`/api/live/${id}`, { method: 'POST', body: JSON.stringify(data), signal });
  if (response.status === 403 || response.status === 404) {
    return REFUSED;
  }
  if (response.ok && response.body) {
    opened();
    for await (const event of eventsOf(response.body)) {
      heard(event);
    }
  }
  return undefined;
}

/** The data of each server-sent event. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    rest += decoder.decode(part.value, { stream: true });
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    yield* events.flatMap(dataOf);
  }
}

/** Lines that begin with a colon are comments, which keep the connection open. */
function dataOf(event: string): string[] {
  const lines = event.split('\n').filter((line) => line.startsWith('data:'));
  return lines.length > 0 ? [lines.map((line) => line.slice('data:'.length).trimStart()).join('\n')] : [];
}

function statusOf(id: string, state: LiveChannelConnectionState, error: unknown): LiveChannelStatusEvent {
  return { type: LiveChannelEventType.Status, id, timestamp: Date.now(), state, error };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
