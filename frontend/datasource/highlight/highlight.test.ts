import { colorManipulator, createTheme } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { tokenColor } from './colors';
import { lexers, type Language } from './languages';
import type { TokenKind } from './lexer';

/** The pieces that have a colour of their own, as `kind:text`. */
const pieces = (language: Language, text: string) =>
  lexers[language](text)
    .filter(({ kind }) => !['plain', 'operator', 'bracket'].includes(kind))
    .map(({ kind, text: piece }) => `${kind}:${piece}`);

describe('PromQL', () => {
  it.each<[string, string, string[]]>([
    ['functions, labels, strings and durations', 'rate(up{job="a"}[5m])', ['function:rate', 'label:job', 'string:"a"', 'number:5m']],
    ['an aggregation with its labels', 'sum by (le) (x)', ['function:sum', 'keyword:by']],
    ['a metric that is called like a function', 'rate', []],
    ['a label that is called like a word', 'up{by=~"x", rate!="y"}', ['label:by', 'string:"x"', 'label:rate', 'string:"y"']],
    ['variables, also within strings', 'up{job=~"$job|b"}[$__rate_interval]', ['label:job', 'string:"', 'variable:$job', 'string:|b"', 'variable:$__rate_interval']],
    ['a variable with a format', 'x{a="${b:regex}"}', ['label:a', 'string:"', 'variable:${b:regex}', 'string:"']],
    ['a comment to the end of its line', 'up # rate(x)\n+ 1', ['comment:# rate(x)', 'number:1']],
    ['a string that is not closed yet', 'up{job="a', ['label:job', 'string:"a']],
    ['an escaped quote', 'up{a="\\"b"}', ['label:a', 'string:"\\"b"']],
    ['numbers', '1.5e3 + 0x1f + .5', ['number:1.5e3', 'number:0x1f', 'number:.5']],
    ['a label to match on that is called like a function', 'a * on (rate) group_left b', ['keyword:on', 'keyword:group_left']],
    ['a metric that is called like a word, and that word', 'by or by', ['keyword:or']],
    ['words in capitals', 'SUM BY (a) (up)', ['function:SUM', 'keyword:BY']],
    ['offsets and moments', 'up @ start() offset -1d', ['keyword:start', 'keyword:offset', 'number:1d']],
    ['both windows of a subquery', 'max_over_time(up[1h:$step])', ['function:max_over_time', 'number:1h', 'variable:$step']],
    ['names in quotes', '{"http.requests", "a.b"="c"}', ['string:"http.requests"', 'label:"a.b"', 'string:"c"']],
    ['a variable within a name and within a duration', 'node_${a}_b[${n}m]', ['variable:${a}', 'variable:${n}', 'number:m']],
    ['a variable in the old way', 'up[[[w]]]', ['variable:[[w]]']],
    ['nothing of a comment', '# rate($a) "b"', ['comment:# rate($a) "b"']],
    ['functions that are new', 'info(mad_over_time(up[5m]))', ['function:info', 'function:mad_over_time', 'number:5m']],
    ['a brace within a text', 'up{a="{b=", c="d"}', ['label:a', 'string:"{b="', 'label:c', 'string:"d"']],
    ['a text in backquotes that is not closed yet', 'up{a=`b{', ['label:a', 'string:`b{']],
    ['a function whose arguments are still to come', 'sum(rate(', ['function:sum', 'function:rate']],
  ])('%s', (_name, text, expected) => expect(pieces('promql', text)).toEqual(expected));
});

describe('InfluxQL', () => {
  it.each<[string, string, string[]]>([
    [
      'words, functions, names and variables',
      'SELECT mean("load") FROM "cpu" WHERE $timeFilter GROUP BY time($__interval)',
      ['keyword:SELECT', 'function:mean', 'label:"load"', 'keyword:FROM', 'label:"cpu"', 'keyword:WHERE', 'variable:$timeFilter', 'keyword:GROUP', 'keyword:BY', 'function:time', 'variable:$__interval'],
    ],
    ['a pattern, and a division', 'a =~ /x.*/ b / c', ['string:/x.*/']],
    ['a text', "host = 'a'", ["string:'a'"]],
  ])('%s', (_name, text, expected) => expect(pieces('influxql', text)).toEqual(expected));
});

describe('Flux', () => {
  it.each<[string, string, string[]]>([
    ['functions and their arguments', 'range(start: v.timeRangeStart)', ['function:range', 'label:start', 'variable:v.timeRangeStart']],
    ['words and comments', 'if a and b // why', ['keyword:if', 'keyword:and', 'comment:// why']],
    ['a pattern', 'r.host =~ /web/', ['string:/web/']],
  ])('%s', (_name, text, expected) => expect(pieces('flux', text)).toEqual(expected));
});

describe('every language', () => {
  const texts = ['', '\n\n', '"', "'", '/', '{{[[((', '$', '${', 'ä 🙂 x', '\u0000', 'a'.repeat(10_000), '"\\', '[[a]]', ')'.repeat(500)];

  it.each(Object.keys(lexers) as Language[])('%s loses nothing of any text', (language) => {
    for (const text of texts) {
      expect(lexers[language](text).map((token) => token.text).join('')).toBe(text);
    }
  });
});

describe('colours', () => {
  const kinds: TokenKind[] = ['plain', 'keyword', 'function', 'label', 'string', 'number', 'operator', 'bracket', 'variable', 'comment'];

  it.each(['dark', 'light'] as const)('are read with ease in the %s theme', (mode) => {
    const theme = createTheme({ colors: { mode } });
    const low = kinds.filter((kind) => colorManipulator.getContrastRatio(tokenColor(kind, theme), theme.components.input.background, theme.colors.background.primary) < 4.5);
    expect(low).toEqual([]);
  });
});
