/** The query editor on the page of alert rules, and a query copied as a rule. */
import React, { useState } from 'react';
import { CoreApp } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';

import { QueryEditor } from '../QueryEditor';
import { dataSource } from '../testing';
import type { SeismoJsonData, SeismoQuery } from '../types';

beforeEach(() => {
  localStorage.setItem('seismo.editor.rule', 'true');
  localStorage.setItem('seismo.editor.builder', 'false');
});

/** Merges what the editor writes into the current query, as the alerting page does. */
function open(stored: object, jsonData: SeismoJsonData, app = CoreApp.UnifiedAlerting) {
  const user = userEvent.setup();
  const onChange = vi.fn();
  const datasource = dataSource(jsonData);
  let model = { refId: 'A', ...stored } as SeismoQuery;
  function Page() {
    const [shown, show] = useState(model);
    const change = (query: SeismoQuery) => {
      onChange(query);
      model = JSON.parse(JSON.stringify({ ...model, ...query })) as SeismoQuery;
      show(model);
    };
    return (
      <QueryEditor
        app={app}
        datasource={datasource}
        query={{ ...datasource.getDefaultQuery(app), ...shown }}
        onChange={change}
        onRunQuery={() => undefined}
      />
    );
  }
  render(<Page />);
  return { user, onChange, stored: () => model };
}

const sample = { version: 1, timezone: 'UTC', source: { kind: 'sample', metric: '', service: '' }, detection: { preset: 'auto' } };

describe('a query of an alert rule', () => {
  it('that is new is written down as it is shown, without what Grafana planted', async () => {
    const { stored } = open({ instant: true, hide: false, datasource: { uid: 'seismo' } }, { kind: 'sample' });
    await waitFor(() => expect(stored()).toMatchObject({ version: 1, output: 'score', source: { kind: 'sample' }, detection: { preset: 'auto' } }));
    expect(stored()).not.toHaveProperty('instant');
    expect(stored()).toMatchObject({ hide: false, datasource: { uid: 'seismo' } });
  });

  it('that is stored is not touched until it is edited', () => {
    const { onChange } = open({ ...sample, instant: false, range: true }, { kind: 'sample' });
    expect(onChange).not.toHaveBeenCalled();
  });

  it('loses what Grafana planted at the first edit', async () => {
    const planted = { instant: false, range: true, expression: 'x', interval: '', legendFormat: '__auto', editorMode: 'code' };
    const { user, stored } = open({ ...sample, ...planted }, { kind: 'sample' });
    await user.click(screen.getByRole('radio', { name: 'Severity' }));
    expect(stored()).toEqual({ refId: 'A', ...sample, output: 'severity' });
  });

  it('that came from a panel says what it is answered with, and is not live', async () => {
    const { user, stored } = open({ ...sample, output: 'panel', live: true }, { kind: 'sample' });
    expect(screen.getByRole('radio', { name: 'Score' })).toBeChecked();
    await user.click(screen.getByRole('radio', { name: 'Above' }));
    expect(stored()).toMatchObject({ output: 'score', detection: { direction: 'above' } });
    expect(stored()).not.toHaveProperty('live');
  });

  it('elsewhere is not written before it is edited', () => {
    const { onChange } = open({}, { kind: 'sample' }, CoreApp.Dashboard);
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe('a query as an alert rule', () => {
  const inClipboard = () => navigator.clipboard.readText();
  const ruleIn = (text: string) => (parse(text) as { groups: Array<{ rules: Array<{ data: Array<{ model: object }> }> }> }).groups[0]!.rules[0]!;

  beforeEach(() => {
    vi.stubGlobal('isSecureContext', true);
  });

  it('is copied with its variables filled', async () => {
    const { user } = open({ ...sample, source: { kind: 'prometheus', expr: 'up{job="$job"}' } }, { kind: 'prometheus' }, CoreApp.Dashboard);
    const replace = (text = '') => text.replaceAll('$job', 'api').replaceAll('${job:csv}', 'api');
    setTemplateSrv({ getVariables: () => [{ name: 'job' }], replace, containsTemplate: () => true } as unknown as TemplateSrv);
    await user.click(screen.getByRole('button', { name: 'Copy as alert rule' }));
    const text = await inClipboard();
    expect(ruleIn(text).data[0]!.model).toMatchObject({ source: { expr: 'up{job="api"}' }, output: 'score' });
    expect(text).toContain('job = api.');
  });

  it('is copied for the API', async () => {
    const { user } = open(sample, { kind: 'sample' });
    await user.click(screen.getByRole('button', { name: 'Copy as JSON for the API' }));
    expect(JSON.parse(await inClipboard())).toMatchObject({ condition: 'C', keep_firing_for: '2m' });
  });

  it.each<[string, object]>([
    ['empty', { ...sample, source: { kind: 'prometheus', expr: '' } }],
    ['wrong', { ...sample, source: { kind: 'prometheus', expr: 'up' }, detection: { threshold: 2 } }],
  ])('is not there where the query is %s, and says why', (_name, stored) => {
    open(stored, { kind: 'prometheus' });
    expect(screen.getByRole('button', { name: 'Copy as alert rule' })).toBeDisabled();
    expect(screen.getByText(/^Write a query and correct the marked fields/)).toBeInTheDocument();
  });
});
