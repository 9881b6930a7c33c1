/** Grafana Live as far as our data source asks for it: channels of the server that sent the page, as server-sent events. */
import {
  LiveChannelConnectionState,
  LiveChannelEventType,
  type LiveChannelAddress,
  type LiveChannelEvent,
  type LiveChannelStatusEvent,
} from '@grafana/data';
import type { GrafanaLiveSrv } from '@grafana/runtime';
import { Observable, type Subscriber } from 'rxjs';

import { messageOf } from './api';

/** How long a channel rests that broke off: doubled each time, up to the most. */
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 15_000;

type Event<T> = LiveChannelEvent<T>;

/** Opens a connection for each channel that is listened to, and opens it again when it breaks off. */
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
  const tell = (state: LiveChannelConnectionState, error?: unknown) => out.next(statusOf(id, state, error));
  let rest = FIRST_REST_MS;
  while (!signal.aborted) {
    try {
      const response = await fetch(`/api/live/${id}`, { method: 'POST', body: JSON.stringify(address.data), signal });
      if (response.status === 403 || response.status === 404) {
        tell(LiveChannelConnectionState.Invalid, await response.json());
        return;
      }
      if (response.ok && response.body) {
        tell(LiveChannelConnectionState.Connected);
        rest = FIRST_REST_MS;
        for await (const data of eventsOf(response.body)) {
          out.next({ type: LiveChannelEventType.Message, message: JSON.parse(data) as T });
        }
      }
      tell(LiveChannelConnectionState.Disconnected);
    } catch (error) {
      if (!signal.aborted) {
        tell(LiveChannelConnectionState.Disconnected, { message: messageOf(error) });
      }
    }
    await pause(rest, signal);
    rest = Math.min(2 * rest, LONGEST_REST_MS);
  }
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
