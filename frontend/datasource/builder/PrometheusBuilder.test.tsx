import React, { useState } from 'react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { InfluxEditor } from '../editors/InfluxEditor';
import { PrometheusEditor } from '../editors/PrometheusEditor';
import { selectors } from '../../shared/selectors';
import type { InfluxSource, PrometheusSource } from '../types';

const NAMES: Record<string, string[]> = {
  'metrics-names': ['http_requests_total', 'up'],
  labels: ['job', 'code'],
  'label-values': ['200', '500'],
};
const around = {
  idPrefix: 'q',
  wrongFields: new Set<string>(),
  lookUp: async ({ path }: { path: string }) => NAMES[path] ?? [],
  variables: ['service'],
  onRun: () => undefined,
};

function open<Source>(Editor: React.ComponentType<typeof around & { source: Source; onChange: (source: Source) => void }>, first: Source) {
  const last = { source: first };
  function Page() {
    const [source, setSource] = useState(first);
    const change = (changed: Source) => {
      last.source = changed;
      setSource(changed);
    };
    return <Editor {...around} source={source} onChange={change} />;
  }
  render(<Page />);
  return { last, user: userEvent.setup() };
}

const prometheus = (expr: string) => open<PrometheusSource>(PrometheusEditor, { kind: 'prometheus', expr });
const influx = (query: string) => open<InfluxSource>(InfluxEditor, { kind: 'influxdb', language: 'influxql', query });
const mode = (name: string) => screen.getByRole('radio', { name });

describe('the builder of PromQL', () => {
  it('meets a person who has no query yet, and writes one from choices', async () => {
    const { last, user } = prometheus('');
    expect(mode('Builder')).toBeChecked();
    await user.click(screen.getByRole('combobox', { name: 'Metric' }));
    await user.click(await screen.findByRole('option', { name: 'http_requests_total' }));
    expect(screen.getByText(/looks like a counter/)).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'rate' }));
    expect(screen.queryByText(/looks like a counter/)).toBeNull();
    await user.click(screen.getByRole('radio', { name: 'sum' }));
    await user.click(screen.getByRole('combobox', { name: 'By label' }));
    await user.click(await screen.findByRole('option', { name: 'job' }));
    expect(last.source.expr).toBe('sum by (job) (rate(http_requests_total[$__rate_interval]))');
    expect(screen.getByTestId(selectors.queryEditor.builder)).toHaveTextContent(last.source.expr);
  });

  it('writes a condition once it has a label and a value, and takes it out again', async () => {
    const { last, user } = prometheus('up');
    await user.click(mode('Builder'));
    await user.click(screen.getByRole('button', { name: 'Add condition' }));
    await user.click(screen.getByRole('combobox', { name: 'Label of condition 1' }));
    await user.click(await screen.findByRole('option', { name: 'code' }));
    expect(last.source.expr).toBe('up');
    await user.click(screen.getByRole('radio', { name: '!=' }));
    await user.click(screen.getByRole('combobox', { name: 'Value of condition 1' }));
    expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual(['$service', '200', '500']);
    await user.click(screen.getByRole('option', { name: '500' }));
    expect(last.source.expr).toBe('up{code!="500"}');
    await user.click(screen.getByRole('button', { name: 'Remove condition 1' }));
    expect(last.source.expr).toBe('up');
  });

  it('joins buckets by their bound for a quantile', async () => {
    const { last, user } = prometheus('x_bucket');
    await user.click(mode('Builder'));
    await user.click(screen.getByRole('combobox', { name: 'Quantile' }));
    await user.click(await screen.findByRole('option', { name: '0.95' }));
    expect(last.source.expr).toBe('histogram_quantile(0.95, sum by (le) (rate(x_bucket[$__rate_interval])))');
    await user.click(screen.getByRole('button', { name: 'Remove the label le' }));
    expect(last.source.expr).toBe('histogram_quantile(0.95, sum(rate(x_bucket[$__rate_interval])))');
  });

  it('shows a stored query as code at first, and what it holds after the switch', async () => {
    const { last, user } = prometheus('avg by (job) (increase(up{job=~"a.*"}[5m]))');
    expect(mode('Code')).toBeChecked();
    await user.click(mode('Builder'));
    expect(screen.getByRole('combobox', { name: 'Metric' })).toHaveValue('up');
    expect(screen.getByRole('combobox', { name: 'Value of condition 1' })).toHaveValue('a.*');
    expect(screen.getByRole('combobox', { name: 'Window' })).toHaveValue('5m');
    expect(screen.getByRole('radio', { name: 'avg' })).toBeChecked();
    expect(last.source.expr).toBe('avg by (job) (increase(up{job=~"a.*"}[5m]))');
  });

  it('says why a query stays code', () => {
    localStorage.setItem('seismo.editor.builder', 'true');
    prometheus('rate(up[5m]) / 2');
    expect(mode('Code')).toBeChecked();
    expect(mode('Builder')).toBeDisabled();
    expect(screen.getByText('It stays code: the builder cannot show “/ 2”.')).toBeInTheDocument();
  });

  it('keeps code under the hands of who writes it, also once the builder could show it', async () => {
    localStorage.setItem('seismo.editor.builder', 'true');
    const { user } = prometheus('up / 2');
    const field = screen.getByRole('combobox', { name: 'PromQL' });
    await user.clear(field);
    await user.type(field, 'up{Escape}');
    await user.tab();
    expect(mode('Code')).toBeChecked();
    expect(mode('Builder')).toBeEnabled();
  });

  it('is there again for the next query of a person who chose it', () => {
    localStorage.setItem('seismo.editor.builder', 'true');
    prometheus('up');
    expect(mode('Builder')).toBeChecked();
  });
});

describe('the builder of InfluxQL', () => {
  it('writes a query once it has a measurement and a field', async () => {
    const { last, user } = influx('');
    await user.type(screen.getByRole('combobox', { name: 'Measurement' }), 'cpu{Escape}{Enter}');
    expect(last.source.query).toBe('');
    await user.type(screen.getByLabelText('Field'), 'load{Enter}');
    await user.click(screen.getByRole('radio', { name: 'max' }));
    await user.click(screen.getByRole('combobox', { name: 'Tag' }));
    await user.click(await screen.findByRole('option', { name: 'job' }));
    expect(last.source.query).toBe('SELECT max("load") FROM "cpu" WHERE $timeFilter GROUP BY time($__interval), "job"');
  });

  it('leaves Flux to code', async () => {
    const { user } = influx('');
    await user.click(screen.getByRole('radio', { name: 'Flux' }));
    expect(screen.queryByRole('radio', { name: 'Builder' })).toBeNull();
    expect(screen.getByRole('combobox', { name: 'Query' })).toBeInTheDocument();
  });
});
