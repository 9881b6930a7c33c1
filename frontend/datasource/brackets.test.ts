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
    ['one behind a text with an escaped quote', 'up{a="\\"{"})', { sign: ')', place: 12 }],
    ['none within backquotes, where a backslash is a backslash', 'up{a=`\\`}', null],
    ['none within a variable', 'up{a="b"} * ${c:date:YYYY(MM)}', null],
    ['none in a text that is not closed yet', 'up{a="(', { sign: '{', place: 3 }],
    ['one in what is no PromQL', 'WITH (x = up{a="("}) x)', { sign: ')', place: 23 }],
    ['none in what is no PromQL', 'WITH (f(x) = x{a="{"}) f(up) # ((', null],
    ['several that close nothing', ')))', { sign: ')', place: 1 }],
  ])('%s', (_name, text, expected) => expect(lonelySign(text)).toEqual(expected));
});
