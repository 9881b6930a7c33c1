import { readFileSync } from 'node:fs';

import { PanelOptionsEditorBuilder } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { defaultOptions, type SeverityOptions } from './options';
import { addOptions } from './optionsEditor';
import { SeverityPanel } from './SeverityPanel';
import './testing/editors';

describe('the plugin', () => {
  it('shows the severity panel', async () => {
    const { plugin } = await import('./module');
    expect(plugin.panel).toBe(SeverityPanel);
  });

  it('is a panel that names itself and its texts', () => {
    const json = JSON.parse(readFileSync('frontend/panel/plugin.json', 'utf8')) as Record<string, unknown>;
    expect(json).toMatchObject({ type: 'panel', id: 'seismo-severity-panel', languages: ['en-US', 'de-DE'] });
  });
});

describe('the options', () => {
  const builder = new PanelOptionsEditorBuilder<SeverityOptions>();
  addOptions(builder);
  const items = builder.getItems();

  it('have an editor each', () => {
    expect(items.map(({ path }) => path).sort()).toEqual(Object.keys(defaultOptions).sort());
  });

  it('begin with their defaults', () => {
    expect(Object.fromEntries(items.map(({ path, defaultValue }) => [path, defaultValue]))).toEqual(defaultOptions);
  });
});
