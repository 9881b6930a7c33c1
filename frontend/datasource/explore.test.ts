import { toDataFrame } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { inSeverityPanel } from './explore';

const field = { name: 'value', values: [1] };

describe('an answer for Explore', () => {
  it('sends panel frames to the severity panel, and keeps what they hold', () => {
    const frame = toDataFrame({ fields: [field], meta: { custom: { seismo: { contractVersion: 1 } }, notices: [] } });
    const [shown] = inSeverityPanel({ data: [frame] }).data;
    expect(shown.meta).toEqual({ ...frame.meta, preferredVisualisationPluginId: 'seismo-severity-panel' });
    expect(shown.fields).toBe(frame.fields);
  });

  it.each([
    ['one number', toDataFrame({ fields: [field] })],
    ['nothing', toDataFrame({ fields: [], meta: { notices: [{ severity: 'info', text: 'nothing' }] } })],
  ])('leaves frames with %s to the graph', (_name, frame) => {
    expect(inSeverityPanel({ data: [frame] }).data).toEqual([frame]);
  });

  it('passes errors on', () => {
    const errors = [{ message: 'no' }];
    expect(inSeverityPanel({ data: [], errors })).toEqual({ data: [], errors });
  });
});
