import { AbstractLabelOperator } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import type { SeismoSource } from '../contract/types';
import { toAbstract } from './abstract';

describe('what another data source goes on with', () => {
  it('is the metric and the conditions of a PromQL query', () => {
    const source: SeismoSource = { kind: 'prometheus', expr: 'sum(rate(up{a="b", c!~"d"}[5m]))' };
    expect(toAbstract({ refId: 'B', source })).toEqual({
      refId: 'B',
      labelMatchers: [
        { name: '__name__', operator: AbstractLabelOperator.Equal, value: 'up' },
        { name: 'a', operator: AbstractLabelOperator.Equal, value: 'b' },
        { name: 'c', operator: AbstractLabelOperator.NotEqualRegEx, value: 'd' },
      ],
    });
  });

  it.each<[string, SeismoSource | undefined]>([
    ['a calculation', { kind: 'prometheus', expr: 'up / down' }],
    ['nothing', { kind: 'prometheus', expr: '' }],
    ['another kind', { kind: 'sample', metric: 'a', service: '' }],
    ['no source', undefined],
  ])('is nothing of %s', (_name, source) => {
    expect(toAbstract({ refId: 'A', source } as never)).toEqual({ refId: 'A', labelMatchers: [] });
  });
});
