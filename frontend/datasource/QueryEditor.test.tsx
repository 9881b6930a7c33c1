import React, { useState } from 'react';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { selectors } from '../shared/selectors';
import { QueryEditor } from './QueryEditor';
import { dataSource } from './testing';
import type { SeismoJsonData, SeismoQuery } from './types';

// Opens folded fields, and shows text where a new query would show the builder.
beforeEach(() => {
  localStorage.setItem('seismo.editor.time', 'true');
  localStorage.setItem('seismo.editor.builder', 'false');
});

const RESOURCES = {
  'metrics-names': ['request_rate', 'request_errors', 'cpu_usage'],
  'label-values': ['api', 'web'],
  labels: ['service', 'zone'],
  presets: [
    { id: 'auto', name: 'Auto', summary: 'Says how rare each point is' },
    { id: 'classic', name: 'Classic', summary: 'Four detectors' },
  ],
};

function open(query: Partial<SeismoQuery>, jsonData: SeismoJsonData, resources: Record<string, unknown> = RESOURCES) {
  const onChange = vi.fn<(query: SeismoQuery) => void>();
  const onRunQuery = vi.fn();
  const datasource = dataSource(jsonData, resources);
  function Page() {
    const [current, setCurrent] = useState({ refId: 'A', ...query } as SeismoQuery);
    const change = (changed: SeismoQuery) => {
      onChange(changed);
      setCurrent(changed);
    };
    return <QueryEditor datasource={datasource} query={current} onChange={change} onRunQuery={onRunQuery} />;
  }
  render(<Page />);
  return { onChange, onRunQuery, user: userEvent.setup() };
}

const lastOf = (onChange: ReturnType<typeof open>['onChange']) => onChange.mock.lastCall?.[0] as SeismoQuery;

describe('the Prometheus editor', () => {
  const query = { version: 1, timezone: 'Europe/Berlin', source: { kind: 'prometheus', expr: 'up', legend: '' } } as const;

  it('hands the expression over on blur, with version, preset and zone', async () => {
    const { onChange, onRunQuery, user } = open({ source: query.source }, { kind: 'prometheus' });
    const field = screen.getByRole('combobox', { name: 'PromQL' });
    await user.clear(field);
    await user.type(field, '5 + 5');
    expect(onChange).not.toHaveBeenCalled();
    await user.tab();
    expect(lastOf(onChange)).toMatchObject({
      version: 1,
      timezone: 'UTC',
      source: { kind: 'prometheus', expr: '5 + 5' },
      detection: { preset: 'classic' },
    });
    expect(lastOf(onChange).detection).not.toHaveProperty('season');
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });

  it('keeps the zone that a query has', async () => {
    const { onChange, user } = open(query, { kind: 'prometheus' });
    await user.type(screen.getByLabelText('Legend'), 'x{Enter}');
    expect(lastOf(onChange)).toMatchObject({ timezone: 'Europe/Berlin', source: { legend: 'x' } });
  });

  it('runs on Ctrl+Enter, and a plain Enter is a new line', async () => {
    const { onChange, onRunQuery, user } = open(query, { kind: 'prometheus' });
    const field = screen.getByRole('combobox', { name: 'PromQL' });
    await user.type(field, '{Enter}');
    expect(onRunQuery).not.toHaveBeenCalled();
    await user.type(field, '{Control>}{Enter}{/Control}');
    expect(lastOf(onChange).source).toMatchObject({ expr: 'up\n' });
    expect(onRunQuery).toHaveBeenCalled();
  });

  it('offers metric names and takes one by keyboard', async () => {
    const { onChange, user } = open({ source: { kind: 'prometheus', expr: '' } }, { kind: 'prometheus' });
    const field = screen.getByRole('combobox', { name: 'PromQL' });
    await user.type(field, 'rate(req');
    expect((await screen.findAllByRole('option')).map((one) => one.textContent)).toEqual(['request_rate', 'request_errors']);
    expect(field).toHaveAttribute('aria-expanded', 'true');
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(field).toHaveValue('rate(request_errors');
    expect(field).toHaveAttribute('aria-expanded', 'false');
    await user.tab();
    expect(lastOf(onChange).source).toMatchObject({ expr: 'rate(request_errors' });
  });

  it('closes the offer on Escape', async () => {
    const { user } = open({ source: { kind: 'prometheus', expr: '' } }, { kind: 'prometheus' });
    const field = screen.getByRole('combobox', { name: 'PromQL' });
    await user.type(field, 'req');
    await screen.findAllByRole('option');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('option')).toBeNull();
  });

  it('goes on without names when the source does not answer', async () => {
    const { user } = open({ source: { kind: 'prometheus', expr: '' } }, { kind: 'prometheus' }, {});
    const field = screen.getByRole('combobox', { name: 'PromQL' });
    await user.type(field, 'req');
    expect(field).toHaveValue('req');
    expect(screen.queryByRole('option')).toBeNull();
  });

  it('says what is wrong, and how it would be right', async () => {
    const { user } = open(query, { kind: 'prometheus' });
    expect(screen.queryByTestId(selectors.queryEditor.problems)).toBeNull();
    const threshold = screen.getByLabelText('Threshold');
    await user.clear(threshold);
    await user.type(threshold, '2{Enter}');
    expect(screen.getByTestId(selectors.queryEditor.problems)).toHaveTextContent('2 is out of range; it must be above 0 and at most 1');
  });

  it('says that a week needs more history', () => {
    open({ ...query, detection: { season: '7d', history: '7d' } }, { kind: 'prometheus' });
    expect(screen.getByTestId(selectors.queryEditor.problems)).toHaveTextContent('a week needs a history of at least 14d');
  });
});

describe('the other editors', () => {
  it('InfluxDB: language and query', async () => {
    const { onChange, user } = open({ source: { kind: 'influxdb', language: 'influxql', query: '' } }, { kind: 'influxdb' });
    await user.click(screen.getByRole('radio', { name: 'Flux' }));
    expect(lastOf(onChange).source).toMatchObject({ language: 'flux' });
    await user.type(screen.getByRole('combobox', { name: 'Query' }), 'x');
    await user.tab();
    expect(lastOf(onChange).source).toMatchObject({ language: 'flux', query: 'x' });
  });

  it('sample fleet: a service is offered as soon as the field has the focus, and Enter runs', async () => {
    const { onChange, onRunQuery, user } = open({ source: { kind: 'sample', metric: '', service: '' } }, { kind: 'sample' });
    await user.click(screen.getByRole('combobox', { name: 'Service' }));
    await user.click(await screen.findByRole('option', { name: 'web' }));
    await user.keyboard('{Enter}');
    expect(lastOf(onChange).source).toEqual({ kind: 'sample', metric: '', service: 'web' });
    expect(onRunQuery).toHaveBeenCalled();
  });
});

describe('detection and output', () => {
  const query = { version: 1, timezone: 'UTC', source: { kind: 'sample', metric: '', service: '' } } as const;

  it('direction and severities', async () => {
    const { onChange, user } = open(query, { kind: 'sample' });
    await user.click(screen.getByRole('radio', { name: 'Above' }));
    await user.click(screen.getByRole('radio', { name: 'Three' }));
    expect(lastOf(onChange).detection).toMatchObject({ direction: 'above', severity: 'three_level' });
  });

  it.each([
    ['typed as a number of samples', '48', 48],
    ['typed as a duration', '12h', '12h'],
    ['the preset’s own is absent', 'preset', undefined],
  ])('season: %s', async (_name, typed, expected) => {
    const { onChange, user } = open({ ...query, detection: { season: 'off' } }, { kind: 'sample' });
    const season = screen.getByRole('combobox', { name: 'Season' });
    await user.clear(season);
    await user.type(season, `${typed}{Enter}`);
    expect(lastOf(onChange).detection?.season).toBe(expected);
  });

  it('interval: all choices are offered at first, and one is taken by mouse', async () => {
    const { onChange, user } = open(query, { kind: 'sample' });
    const interval = screen.getByRole('combobox', { name: 'Interval' });
    await user.click(interval);
    expect(await screen.findAllByRole('option')).toHaveLength(6);
    await user.click(screen.getByRole('option', { name: '5m' }));
    expect(interval).toHaveValue('5m');
    expect(lastOf(onChange).detection?.interval).toBe('5m');
  });

  it('time zone: a name that is none is refused by name', async () => {
    const { user } = open(query, { kind: 'sample' });
    const zone = screen.getByRole('combobox', { name: 'Time zone' });
    await user.clear(zone);
    await user.type(zone, 'Europe/Berlin{Enter}');
    expect(screen.queryByTestId(selectors.queryEditor.problems)).toBeNull();
    await user.clear(zone);
    await user.type(zone, 'Europe/Berlim{Escape}{Enter}');
    expect(screen.getByTestId(selectors.queryEditor.problems)).toHaveTextContent('"Europe/Berlim" is not a valid IANA name');
  });

  it('output: one number for alert rules', async () => {
    const { onChange, user } = open(query, { kind: 'sample' });
    await user.click(screen.getByRole('radio', { name: 'Score' }));
    expect(lastOf(onChange).output).toBe('score');
  });
});

describe('the preset', () => {
  const query = { version: 1, timezone: 'UTC', source: { kind: 'sample', metric: '', service: '' } } as const;
  const summary = () => screen.getByTestId(selectors.queryEditor.presetSummary);
  const budget = () => screen.queryByRole('spinbutton', { name: 'Alarm budget' });

  it('of a new query is auto, with a budget of one false alarm a week', () => {
    open({}, { kind: 'prometheus' });
    expect(screen.getByRole('radio', { name: 'Auto' })).toBeChecked();
    expect(budget()).toHaveValue(1);
    expect(budget()).toHaveAccessibleDescription('false alarms per series and week');
  });

  it.each<[string, SeismoQuery['detection']]>([
    ['without a detection', undefined],
    ['without a preset', { threshold: 0.7 }],
    ['with classic', { preset: 'classic' }],
  ])('of a query saved %s is Classic, and stays so when it is edited', async (_name, detection) => {
    const { onChange, user } = open({ ...query, detection }, { kind: 'sample' });
    expect(screen.getByRole('radio', { name: 'Classic' })).toBeChecked();
    expect(budget()).toBeNull();
    await user.type(screen.getByLabelText('Legend'), 'x{Enter}');
    expect(lastOf(onChange).detection).toEqual({ ...detection, preset: 'classic' });
  });

  it('is named and summed up by the backend', async () => {
    const presets = [{ id: 'strict', name: 'Strict', summary: 'Few and sure' }, { id: 7 }, 'loose', { id: 'bare' }];
    const { onChange, user } = open({ ...query, detection: { preset: 'auto', budget: 4 } }, { kind: 'sample' }, { presets });
    await user.click(await screen.findByRole('radio', { name: 'Strict' }));
    expect(lastOf(onChange).detection).toEqual({ preset: 'strict' });
    expect(summary()).toHaveTextContent('Few and sure');
    expect(screen.getByRole('radio', { name: 'bare' })).toBeInTheDocument();
  });

  it('that the backend does not list is shown as it stands', async () => {
    open({ ...query, detection: { preset: '$preset' as 'auto' } }, { kind: 'sample' });
    await waitFor(() => expect(screen.getByRole('radio', { name: '$preset' })).toBeChecked());
  });

  it('can be chosen when the backend does not answer', async () => {
    const { onChange, user } = open(query, { kind: 'sample' }, {});
    await user.click(screen.getByRole('radio', { name: 'Auto' }));
    expect(lastOf(onChange).detection).toEqual({ preset: 'auto', budget: 1 });
  });

  it('takes its budget along when it goes', async () => {
    const { onChange, user } = open({ ...query, detection: { preset: 'auto', budget: 4, season: 'auto' } }, { kind: 'sample' });
    await user.click(screen.getByRole('radio', { name: 'Classic' }));
    expect(lastOf(onChange).detection).toEqual({ preset: 'classic', season: 'auto' });
    expect(budget()).toBeNull();
    await waitFor(() => expect(summary()).toHaveTextContent('Four detectors'));
  });

  it('has no say and no budget where the query names its own members', () => {
    const ensemble = [{ detector: 'ewma', weight: 1 }];
    open({ ...query, detection: { preset: 'auto', ensemble } }, { kind: 'sample' });
    expect(budget()).toBeNull();
    expect(summary()).toHaveTextContent('in place of the preset’s');
  });
});

describe('what becomes of repeats', () => {
  const query = { version: 1, timezone: 'UTC', source: { kind: 'sample', metric: '', service: '' } } as const;
  const choice = (name: string) => screen.getByRole('radio', { name });

  it('is said in a sentence, and chosen with the keyboard too', async () => {
    const { onChange, onRunQuery, user } = open({ ...query, detection: { preset: 'auto', budget: 1 } }, { kind: 'sample' });
    expect(screen.getByRole('radiogroup', { name: 'Repeats' })).toBeInTheDocument();
    expect(choice('Keep alarming')).toBeChecked();
    expect(screen.getByText(/recur at no fixed time keep raising alarms/)).toBeInTheDocument();
    choice('Keep alarming').focus();
    await user.keyboard('{ArrowRight}');
    expect(lastOf(onChange).detection).toEqual({ preset: 'auto', budget: 1, repeats: 'accept' });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    // In the line beside the choice, and in the tooltip of the focused option.
    expect(screen.getAllByText(/count as ordinary after a few times/)[0]).toBeInTheDocument();
  });

  it('is no question where scores do not say how rare a point is', () => {
    open({ ...query, detection: { preset: 'classic' } }, { kind: 'sample' });
    expect(screen.queryByRole('radiogroup', { name: 'Repeats' })).toBeNull();
  });

  it('is marked where it is no choice', () => {
    open({ ...query, detection: { preset: 'auto', repeats: 'forget' as 'accept' } }, { kind: 'sample' });
    expect(screen.getByTestId(selectors.queryEditor.problems)).toHaveTextContent('"forget" is not one of alarm, accept');
    expect(choice('Accept as ordinary')).not.toBeChecked();
  });
});

describe('the alarm budget', () => {
  const query = {
    version: 1,
    timezone: 'UTC',
    source: { kind: 'sample', metric: '', service: '' },
    detection: { preset: 'auto', budget: 1 },
  } as const;
  const field = () => screen.getByRole('spinbutton', { name: 'Alarm budget' });

  it.each([
    ['1 a month', 0.25],
    ['4 a week', 4],
  ])('is chosen as %s', async (name, budget) => {
    const { onChange, onRunQuery, user } = open(query, { kind: 'sample' });
    expect(screen.getByRole('radio', { name: '1 a week' })).toBeChecked();
    await user.click(screen.getByRole('radio', { name }));
    expect(lastOf(onChange).detection).toEqual({ preset: 'auto', budget });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    expect(field()).toHaveValue(budget);
  });

  it('is typed, and none of the usual ones is then chosen', async () => {
    const { onChange, user } = open(query, { kind: 'sample' });
    await user.clear(field());
    await user.type(field(), '2.5{Enter}');
    expect(lastOf(onChange).detection?.budget).toBe(2.5);
    expect(screen.getByRole('radio', { name: '1 a week' })).not.toBeChecked();
  });

  it('is the default where it is emptied, and where a query leaves it open', async () => {
    const { onChange, user } = open({ ...query, detection: { preset: 'auto' } }, { kind: 'sample' });
    expect(field()).toHaveValue(1);
    await user.clear(field());
    await user.tab();
    expect(lastOf(onChange).detection?.budget).toBe(1);
  });

  it('names the largest that is possible', async () => {
    const { user } = open({ ...query, detection: { ...query.detection, interval: '1h' } }, { kind: 'sample' });
    await user.clear(field());
    await user.type(field(), '168{Enter}');
    expect(field()).toHaveAttribute('aria-invalid', 'true');
    expect(screen.getByTestId(selectors.queryEditor.problems)).toHaveTextContent('168 is out of range; it must be above 0 and below 168,');
  });
});

describe('queries that cannot be edited', () => {
  it('names what of it cannot be read, shows the rest, and leaves the former out of what it writes', async () => {
    const detection = { preset: 'classic', threshold: 0.5, excluded: null, tresh: 1, season: null } as never;
    const { onChange, user } = open({ version: 1, timezone: 'UTC', source: { kind: 'prometheus', expr: 'up' }, detection }, { kind: 'prometheus' });
    const problems = screen.getByTestId(selectors.queryEditor.problems);
    expect(problems).toHaveTextContent('detection.excluded: null is not possible; write a list');
    expect(problems).toHaveTextContent('detection.tresh: there is no such field');
    expect(onChange).not.toHaveBeenCalled();
    await user.type(screen.getByLabelText('Legend'), 'x{Enter}');
    expect(lastOf(onChange).detection).toEqual({ preset: 'classic', threshold: 0.5 });
    expect(screen.queryByTestId(selectors.queryEditor.problems)).toBeNull();
  });

  it('a newer version is named and left alone', () => {
    const { onChange } = open({ version: 9, source: { kind: 'sample', metric: '', service: '' } }, { kind: 'sample' });
    expect(screen.getByTestId(selectors.queryEditor.newerVersion)).toHaveTextContent('version 9');
    expect(onChange).not.toHaveBeenCalled();
  });

  it('a query of another kind can be started anew', async () => {
    const { onChange, user } = open({ key: 'k', source: { kind: 'prometheus', expr: 'up' } }, { kind: 'sample' });
    expect(screen.getByTestId(selectors.queryEditor.otherKind)).toHaveTextContent('for prometheus');
    await user.click(screen.getByRole('button', { name: 'Start a new query' }));
    expect(lastOf(onChange)).toMatchObject({ refId: 'A', key: 'k', version: 1, source: { kind: 'sample' } });
  });

  it('a query without a source becomes a new one', () => {
    open({}, { kind: 'sample' });
    expect(screen.getByRole('combobox', { name: 'Metric' })).toHaveValue('');
  });

  it('a query without a source keeps the output that an alert rule asks for', async () => {
    const { onChange, user } = open({ output: 'score' }, { kind: 'sample' });
    await user.type(screen.getByLabelText('Legend'), 'x{Enter}');
    expect(lastOf(onChange)).toMatchObject({ output: 'score', detection: { preset: 'auto' } });
  });
});
