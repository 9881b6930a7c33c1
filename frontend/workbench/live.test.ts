import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveChannelScope, type LiveChannelEvent } from '@grafana/data';

import { eventsOf, PageLive } from './live';

const address = { scope: LiveChannelScope.DataSource, namespace: 'sample', stream: 'sample', path: 'abc', data: { a: 1 } };

/** A response body that a test writes to. */
function body() {
  let write!: ReadableStreamDefaultController<Uint8Array>;
  const stream = new ReadableStream<Uint8Array>({ start: (controller) => (write = controller) });
  return { stream, send: (text: string) => write.enqueue(new TextEncoder().encode(text)), end: () => write.close() };
}

function listen(answers: Array<() => Response | Promise<Response>>) {
  const asked: Array<[string, RequestInit]> = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push([url, init]);
    return (answers.shift() ?? (() => Promise.reject(new TypeError('Failed to fetch'))))();
  });
  const seen: string[] = [];
  const told = (event: LiveChannelEvent<unknown>) =>
    seen.push(event.type === 'message' ? JSON.stringify(event.message) : event.type === 'status' ? event.state : event.type);
  const subscription = new PageLive().getStream(address).subscribe(told);
  return { asked, seen, subscription };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});

describe('a channel of the page', () => {
  it('posts the query to its path, and hands on what comes', async () => {
    const { stream, send } = body();
    const { asked, seen, subscription } = listen([() => new Response(stream)]);
    await settle();
    expect(asked[0]).toMatchObject(['/api/live/ds/sample/abc', { method: 'POST', body: '{"a":1}' }]);
    send('data: {"frames":[]}\n\n:\n\ndata: {"fra');
    await settle();
    send('mes":[1]}\n\n');
    await settle();
    expect(seen).toEqual(['connected', '{"frames":[]}', '{"frames":[1]}']);
    subscription.unsubscribe();
    expect(asked[0]![1].signal!.aborted).toBe(true);
  });

  it('comes back after a rest that grows, as often as it breaks off', async () => {
    const first = body();
    const { asked, seen, subscription } = listen([() => new Response(first.stream)]);
    await settle();
    first.end();
    await settle();
    expect(seen).toEqual(['connected', 'disconnected']);
    for (const [rest, questions] of [
      [999, 1],
      [1, 2],
      [1_999, 2],
      [1, 3],
      [4_000, 4],
    ] as const) {
      await vi.advanceTimersByTimeAsync(rest);
      expect(asked).toHaveLength(questions);
    }
    subscription.unsubscribe();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(4);
  });

  it('gives up where it is refused', async () => {
    const { asked, seen } = listen([() => new Response('{"message":"no"}', { status: 403 })]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([asked.length, seen]).toEqual([1, ['invalid']]);
  });
});

describe('server-sent events', () => {
  it('are read across parts, also within a letter', async () => {
    const { stream, send, end } = body();
    const bytes = new TextEncoder().encode('data: ä\n\ndata: b\ndata: c\n\n: kept open\n\ndata: cut off');
    const parts = new ReadableStream<Uint8Array>({
      start: (controller) => {
        bytes.forEach((byte) => controller.enqueue(new Uint8Array([byte])));
        controller.close();
      },
    });
    const read = async (from: ReadableStream<Uint8Array>) => {
      const found: string[] = [];
      for await (const data of eventsOf(from)) {
        found.push(data);
      }
      return found;
    };
    expect(await read(parts)).toEqual(['ä', 'b\nc']);
    send('');
    end();
    expect(await read(stream)).toEqual([]);
  });
});
