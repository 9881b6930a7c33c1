import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { toYaml, type Plain } from './yaml';

describe('YAML that every reader reads alike', () => {
  it.each<[string, Plain]>([
    ['nothing in it', {}],
    ['an empty list', { list: [] }],
    ['an empty text', { text: '' }],
    ['numbers, flags and null', { a: 0.6, b: -0, c: 1e21, d: true, e: null }],
    ['texts that look like something else', ['yes', 'No', 'null', '~', '1', '0x10', '1e3', '2026-01-01', '0s', '12:30', '.inf', 'NaN', '=', '<<']],
    ['signs of YAML', ['- a', '? b', ': c', '# d', '&e', '*f', '!g', '%h', '@i', '`j`', '{k}', '[l]', '|', '>', 'm: n', 'o #p', "it's", '"q"']],
    ['spaces at both ends', [' a', 'b ', ' ']],
    ['lines and signs that cannot be printed', ['a\nb', '\ta', '\u0000', '\u0085', '\u2028', '\ufeff', '\ud83d\ude00', '\u007f']],
    ['templates of Grafana', { summary: '{{ with $values.B }}{{ printf "%.2f" .Value }}{{ end }}' }],
    ['keys that look like something else', { yes: 1, '': 2, 'a: b': 3, '1': 4, __proto: 5 }],
    ['lists in lists in maps', { a: [[1, [2]], { b: [{ c: 'd', e: [] }], f: {} }] }],
    ['a scalar alone', 'true'],
  ])('%s', (_name, value) => {
    const text = toYaml(value);
    const same = JSON.parse(JSON.stringify(value)) as Plain;
    expect(parse(text, { version: '1.1' })).toEqual(same);
    expect(parse(text, { version: '1.2' })).toEqual(same);
  });

  it('stands in blocks, for people', () => {
    expect(toYaml({ groups: [{ name: 'Seismo', rules: [{ for: '0s', params: [0.6] }] }] })).toBe(
      "groups:\n  - name: Seismo\n    rules:\n      - for: '0s'\n        params:\n          - 0.6\n"
    );
  });
});
