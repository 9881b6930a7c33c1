import type { Labels } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { over, placed, subjectOf, type Subject } from './own';

const seismo = { datasource: { type: 'seismo-anomaly-datasource', uid: 'x' } };
const loki = { datasource: { type: 'loki', uid: 'y' } };

describe('the series of an annotation', () => {
  it.each<[string, string, string[], unknown, Subject | null]>([
    ['is in the tags after severity and cause', 'cart: critical', ['critical', 'spike', 'service=cart', 'job=a=b'], undefined, { labels: { service: 'cart', job: 'a=b' }, name: 'cart' }],
    ['is told by the data source as well', 'a: b: warning', ['warning', 'service=cart'], seismo, { labels: { service: 'cart' }, name: 'a: b' }],
    ['is not known of an event without labels', 'sum: high', ['high'], seismo, null],
    ['is not known of another data source', 'x', ['high', 'service=cart'], loki, null],
    ['is not known of a deployment', 'v2', ['deploy', 'service=cart'], undefined, null],
    ['is not known without tags', '', [], undefined, null],
    ['is not known where the source is odd', '', ['low', '=x'], { datasource: null }, null],
  ])('%s', (_, title, tags, source, subject) => {
    expect(subjectOf({ title, tags }, source)).toEqual(subject);
  });
});

describe('an annotation of ours', () => {
  const one = (labels: Labels | null, name = 'cart') => ({ subject: labels && { labels, name }, over: null });
  const series = (labels: Labels | undefined, name = 'cart', id = name) => ({ id, name, field: { labels } as never });
  const standsOver = (labels: Labels, ...all: Array<ReturnType<typeof series>>) => [...placed([one(labels)], all)[0]!.over!];

  it.each<[string, Labels, Labels | undefined, boolean]>([
    ['stands over its own series', { service: 'cart' }, { service: 'cart' }, true],
    ['does not stand over another', { service: 'cart' }, { service: 'search' }, false],
    ['does not stand over a part of it', { service: 'cart' }, { service: 'cart', instance: 'a' }, false],
    ['does not stand over one without labels', { service: 'cart' }, undefined, false],
    ['does not stand over another metric of the same thing', { __name__: 'latency', service: 'cart' }, { __name__: 'rate', service: 'cart' }, false],
    ['stands over a label with a comma', { path: 'a;b' }, { path: 'a,b' }, true],
    ['takes a label without a value for none', { service: 'cart' }, { service: 'cart', zone: '' }, true],
  ])('%s', (_, labels, ofSeries, stands) => {
    expect(standsOver(labels, series(ofSeries))).toEqual(stands ? ['cart'] : []);
  });

  it('stands over the one that is called as it says, where several have its labels', () => {
    const [cpu, memory] = [series({ service: 'cart' }, 'cart', 'cpu'), series({ service: 'cart' }, 'cart memory')];
    expect(standsOver({ service: 'cart' }, cpu, memory)).toEqual(['cpu']);
    expect(standsOver({ service: 'cart' }, memory)).toEqual(['cart memory']);
  });

  it('is found at its series; all others are found everywhere', () => {
    const cart = series({ service: 'cart' });
    const all = placed([one({ service: 'cart' }), one({ service: 'search' }), one(null)], [cart]);
    expect(over(all, [cart])).toEqual([all[0], all[2]]);
    expect(over(all, [series({}, 'other')])).toEqual([all[2]]);
    expect(over([all[2]!], [])).toHaveLength(1);
  });

  it('costs nothing where there is none', () => {
    const all = [one(null), one(null)];
    expect(placed(all, [series({})])).toBe(all);
    expect(over(all, [series({})])).toBe(all);
  });
});
