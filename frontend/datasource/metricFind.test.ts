import { describe, expect, it } from 'vitest';

import { parseLookup } from './metricFind';

describe('parseLookup', () => {
  it.each([
    ['metrics()', 'metrics-names', {}],
    ['metrics(node_.*)', 'metrics-names', { match: 'node_.*' }],
    ['metrics(a{1,3})', 'metrics-names', { match: 'a{1,3}' }],
    [' metrics( "up" ) ', 'metrics-names', { match: 'up' }],
    ['labels(up)', 'labels', { metric: 'up' }],
    ['labels()', 'labels', {}],
    ['label_values(job)', 'label-values', { label: 'job' }],
    ['label_values(job, up)', 'label-values', { label: 'job', metric: 'up' }],
    ['label_values("job", "up")', 'label-values', { label: 'job', metric: 'up' }],
  ])('%s', (text, path, params) => {
    expect(parseLookup(text)).toEqual({ path, params });
  });

  it.each(['up', 'label_values()', 'query_result(up)', 'metrics(', ''])('"%s" is refused by name, with the three forms', (text) => {
    expect(() => parseLookup(text)).toThrow(`Variable query "${text}": expected metrics(regex), labels(metric)`);
  });
});
