import { describe, expect, it } from 'vitest';

import { parseLookup } from './metricFind';

describe('parseLookup', () => {
  it.each([
    ['metrics()', 'metrics-names', {}],
    ['metrics(node_cpu)', 'metrics-names', { match: 'node_cpu' }],
    [' metrics( "up" ) ', 'metrics-names', { match: 'up' }],
    ['labels(up)', 'labels', { metric: 'up' }],
    ['labels()', 'labels', {}],
    ['label_values(job)', 'label-values', { label: 'job' }],
    ['label_values(job, up)', 'label-values', { label: 'job', metric: 'up' }],
    ['label_values("job", "up")', 'label-values', { label: 'job', metric: 'up' }],
  ])('%s', (text, path, params) => {
    expect(parseLookup(text)).toEqual({ path, params });
  });

  it.each([
    ['metrics(node_.*)', /node_.*/],
    ['metrics(a{1,3})', /a{1,3}/],
    ['metrics("^(up|down)$")', /^(up|down)$/],
  ])('%s lists all and keeps what matches', (text, pattern) => {
    expect(parseLookup(text)).toEqual({ path: 'metrics-names', params: {}, pattern });
  });

  it.each(['up', 'metrics((a)', 'label_values()', 'query_result(up)', 'metrics(', ''])('"%s" is refused by name, with the three forms', (text) => {
    expect(() => parseLookup(text)).toThrow(`Variable query "${text}": expected metrics(regex), labels(metric)`);
  });
});
