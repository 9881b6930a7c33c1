import { lastValueFrom } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';

import { PageBackend } from './backend';

function answering(status: number, body: string) {
  const fetched = vi.fn<typeof fetch>(async () => new Response(body, { status, statusText: 'as told' }));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

describe('PageBackend', () => {
  it('sends parameters that are given, and JSON', async () => {
    const fetched = answering(200, '[1]');
    const request = { url: '/api/x?a=1', method: 'POST', data: { b: 2 }, params: { c: 'ü &', d: undefined, e: null } };
    const answer = await lastValueFrom(new PageBackend().fetch<number[]>(request));
    expect(answer).toMatchObject({ data: [1], status: 200, ok: true });
    const [url, init] = fetched.mock.lastCall ?? [];
    expect(url).toBe('/api/x?a=1&c=%C3%BC+%26');
    expect(init).toMatchObject({ method: 'POST', body: '{"b":2}', headers: { 'Content-Type': 'application/json' } });
  });

  it('a GET carries no body', async () => {
    const fetched = answering(200, '{}');
    await lastValueFrom(new PageBackend().fetch({ url: '/api/x' }));
    expect(fetched.mock.lastCall).toEqual(['/api/x', expect.objectContaining({ method: 'GET', body: undefined })]);
  });

  it.each([
    ['JSON stays JSON', '{"message":"no such source"}', { message: 'no such source' }],
    ['a proxy’s page becomes a message', '<h1>Bad gateway</h1>', { message: '<h1>Bad gateway</h1>' }],
  ])('a failure throws what the server said: %s', async (_name, body, data) => {
    answering(502, body);
    await expect(lastValueFrom(new PageBackend().fetch({ url: '/api/x' }))).rejects.toMatchObject({ status: 502, data });
  });

  it('says what may be wrong where no server answers', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('Failed to fetch'))));
    await expect(lastValueFrom(new PageBackend().fetch({ url: '/api/x' }))).rejects.toMatchObject({
      status: 0,
      data: { message: expect.stringContaining('Is `seismo try` still running?') },
    });
  });

  it('gives up the request when nobody waits for it any more', () => {
    const fetched = answering(200, '{}');
    new PageBackend().fetch({ url: '/api/x' }).subscribe().unsubscribe();
    expect(fetched.mock.lastCall?.[1]?.signal?.aborted).toBe(true);
  });
});
