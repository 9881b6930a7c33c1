import { describe, expect, it } from 'vitest';

import { readMessage } from './message';

describe('what comes over the channel', () => {
  it.each([undefined, null, '', 7, [], {}, { frames: 'none' }, { frames: null }])('%j is no message', (sent) => {
    expect(readMessage(sent)).toBeNull();
  });

  it('is read with its rows, and what is no frame is left out', () => {
    const sent = {
      frames: [
        {
          schema: { name: 'a', fields: [{ name: 'time', type: 'time' }, { name: 'value', type: 'number', labels: { a: 'b' } }] },
          data: { values: [[60_000, 120_000], [1, null]] },
        },
        null,
        {},
        { schema: {} },
      ],
      fromMs: 60_000,
      toMs: 120_000,
      afterMs: null,
    };
    const message = readMessage(sent)!;
    expect(message.frames.map(({ length, name }) => [length, name])).toEqual([[2, 'a']]);
    expect(message.frames[0]!.fields[1]).toMatchObject({ labels: { a: 'b' }, values: [1, null] });
    expect(message).toMatchObject({ fromMs: 60_000, toMs: 120_000, afterMs: null, error: null, stale: false });
  });

  it('may be an error', () => {
    expect(readMessage({ frames: [], error: 'down', stale: true })).toMatchObject({ error: 'down', stale: true, fromMs: null });
  });
});
