import { FieldType, toDataFrame } from '@grafana/data';
import { render } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';

import { stubCanvas } from '../testing/canvas';
import { minute, seismoFrame } from '../testing/frames';
import { panel } from '../testing/panel';

import * as draw from './draw';

beforeEach(stubCanvas);

it('draws an annotation of an event over its own series, and all others over every one', async () => {
  const drawn = vi.spyOn(draw, 'drawAnnotations');
  const series = ['cart', 'login'].map((name) => seismoFrame({ name, value: [1, 2], score: [0, 0], severity: [0, 0] }));
  const annotations = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [minute(0), minute(1)] },
      { name: 'title', type: FieldType.string, values: ['cart: critical', 'v2'] },
      { name: 'tags', type: FieldType.other, values: [['critical', 'spike', 'instance=cart'], ['deploy']] },
    ],
  });
  render(panel({ series, annotations: [annotations], height: 900 }));
  await vi.waitFor(() => expect(drawn.mock.calls.length).toBeGreaterThan(0));
  const told = new Set(drawn.mock.calls.map(([, all]) => all.map(({ title }) => title).join()));
  expect([...told].sort()).toEqual(['cart: critical,v2', 'v2']);
});
