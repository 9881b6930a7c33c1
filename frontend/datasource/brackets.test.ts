import { describe, expect, it } from 'vitest';

import { lonelySign } from './brackets';

describe('a sign without a partner', () => {
  it.each<[string, string, ReturnType<typeof lonelySign>]>([
    ['none in a whole query', 'sum by (a) (rate(up{b="c"}[5m]))', null],
    ['none in no query', '', null],
    ['one that is not closed', 'rate(up[5m]', { sign: '(', place: 5 }],
    ['one that closes nothing', 'up)', { sign: ')', place: 3 }],
    ['one that closes another', 'rate(up[5m)]', { sign: ')', place: 11 }],
    ['none within texts and comments', 'up{a="([{", b=~\'))\'} # ((', null],
    ['none of variables', 'rate(${metric}{a=~"${b:regex}"}[$__rate_interval]) + [[c]]', null],
    ['an open brace', 'up{a="b"', { sign: '{', place: 3 }],
  ])('%s', (_name, text, expected) => expect(lonelySign(text)).toEqual(expected));
});
