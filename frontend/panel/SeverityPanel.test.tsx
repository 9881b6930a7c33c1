import { FieldType, LoadingState, toDataFrame, type DataFrame } from '@grafana/data';
import * as grafanaUi from '@grafana/ui';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { SeverityOptions } from './options';
import { stubCanvas } from './testing/canvas';
import { minute, plainFrame, seismoEvent, seismoFrame } from './testing/frames';
import { panel, type Given } from './testing/panel';

beforeEach(stubCanvas);

const api = seismoFrame({ name: 'api', value: [10, 50, null, 30], score: [0.1, 0.95, null, 0.65], severity: [0, 4, null, 1] });
const web = seismoFrame({ name: 'web', value: [10, 11, 12, 13], score: [0, 0, 0, 0], severity: [0, 0, 0, 0] });
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => seismoFrame({ name: `s${i}`, value: [1, 2], score: [0, 0], severity: [0, 0] }));
const plots = (container: HTMLElement) => container.querySelectorAll('.uplot').length;

describe('a panel with data', () => {
  it('has a plot, and says in words what it shows', () => {
    const { container } = render(panel({ series: [api] }));
    expect(plots(container)).toBe(1);
    expect(screen.getByRole('figure')).toHaveAccessibleName('1 event (2 rows) in 1 series, worst critical at 14:01');
  });

  it('shows events and their rows, the worst, rate and threshold', () => {
    const { container } = render(panel({ series: [api, web] }));
    const stats = [...container.querySelectorAll('dl > div')].map((stat) => stat.textContent);
    expect(stats).toEqual(['Events1 2 rows', 'Worst Critical 14:01', 'Rate29 %', 'Threshold60 %']);
  });

  it('has a plot for each series, and its title', () => {
    const { container } = render(panel({ series: [api, web], height: 800 }));
    expect(plots(container)).toBe(2);
    expect(screen.getAllByText('web')).toHaveLength(2);
  });

  it('has all series in one plot when overlaid', () => {
    const { container } = render(panel({ series: [api, web], options: { layout: 'overlay' } }));
    expect(plots(container)).toBe(1);
  });

  it('makes only the plots that are in sight', () => {
    const { container } = render(panel({ series: many(20), height: 600 }));
    expect(plots(container)).toBeGreaterThan(2);
    expect(plots(container)).toBeLessThan(7);
  });

  it('says how many series are beyond the cap', () => {
    render(panel({ series: many(5), options: { maxSeries: 3 } }));
    expect(screen.getByText(/^2 more series are not shown/)).toBeInTheDocument();
  });

  it('says that plain time series have no scores, and how to get them', () => {
    const { container } = render(panel({ series: [plainFrame([1, 2, 3])] }));
    expect(plots(container)).toBe(1);
    expect(screen.getByText(/query a Seismo data source/)).toBeInTheDocument();
  });

  it('says that a series has nothing but gaps', () => {
    render(panel({ series: [api, plainFrame([null, null])] }));
    expect(screen.getByText('1 series has no sample in this range.')).toBeInTheDocument();
  });

  it.each<[string, DataFrame[]]>([
    ['one row', [seismoFrame({ value: [1], score: [0.9], severity: [4] })]],
    ['gaps alone', [seismoFrame({ value: [null], score: [null], severity: [null], expected: [null] })]],
    ['one constant', [plainFrame([5, 5, 5])]],
  ])('draws %s', (_, series) => {
    expect(plots(render(panel({ series })).container)).toBeGreaterThan(0);
  });

  it.each<[string, Partial<SeverityOptions>]>([
    ['nothing beside the values', { showBand: false, showExpected: false, showPoints: false, showRegions: false }],
    ['a line for each detector', { scoreStrip: 'detectors', threshold: 'shaded' }],
    ['no strip', { scoreStrip: 'off' }],
  ])('draws %s', (_, options) => {
    const { container } = render(panel({ series: [api], options }));
    expect(plots(container)).toBe(1);
  });

  it('tells the detectors apart by name and colour', () => {
    render(panel({ series: [api], options: { scoreStrip: 'detectors' } }));
    expect(within(screen.getByRole('list', { name: 'Detectors' })).getAllByRole('listitem')).toHaveLength(1);
    expect(screen.getByText('Z-score')).toBeInTheDocument();
  });

  it('is the values alone at 200 x 100', () => {
    const { container } = render(panel({ series: [api], width: 200, height: 100 }));
    expect(plots(container)).toBe(1);
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });
});

describe('the badges', () => {
  it('count each severity, the gravest first', () => {
    render(panel({ series: [api] }));
    const badges = within(screen.getByRole('group', { name: 'Severities shown' })).getAllByRole('button');
    expect(badges.map((badge) => badge.getAttribute('aria-label'))).toEqual(['Critical: 1', 'High: 0', 'Medium: 0', 'Low: 0']);
  });

  it('are those of the three-level scheme where the frame says so', () => {
    const three = seismoFrame(
      { value: [1, 2, 3], score: [0.7, 0.8, 0.9], severity: [2, 3, 4] },
      { severityScheme: 'three_level' }
    );
    render(panel({ series: [three] }));
    const badges = within(screen.getByRole('group', { name: 'Severities shown' })).getAllByRole('button');
    expect(badges.map((badge) => badge.getAttribute('aria-label'))).toEqual(['Critical: 1', 'Warning: 0', 'Info: 0']);
  });

  it('leave out what is below the minimum', () => {
    render(panel({ series: [api], options: { minimumSeverity: 3 } }));
    expect(within(screen.getByRole('group', { name: 'Severities shown' })).getAllByRole('button')).toHaveLength(2);
  });

  it('are turned off and on by keyboard', async () => {
    const user = userEvent.setup();
    render(panel({ series: [api] }));
    const critical = screen.getByRole('button', { name: 'Critical: 1' });
    expect(critical).toHaveAttribute('aria-pressed', 'true');
    await user.tab();
    await user.keyboard('{Enter}');
    expect(critical).toHaveAttribute('aria-pressed', 'false');
    await user.keyboard(' ');
    expect(critical).toHaveAttribute('aria-pressed', 'true');
  });
});

describe('the legend', () => {
  it('hides a series and shows it again', async () => {
    const user = userEvent.setup();
    const { container } = render(panel({ series: [api, web], height: 800 }));
    const button = within(screen.getByRole('list', { name: 'Series' })).getByRole('button', { name: 'web' });
    await user.click(button);
    expect(button).toHaveAttribute('aria-pressed', 'false');
    expect(plots(container)).toBe(1);
    await user.click(button);
    expect(plots(container)).toBe(2);
  });

  it('chooses in an overlay whose events are drawn; the gravest is the first choice', async () => {
    const user = userEvent.setup();
    render(panel({ series: [web, api], options: { layout: 'overlay' } }));
    const legend = within(screen.getByRole('list', { name: 'Series' }));
    const choice = (name: string) => legend.getByRole('button', { name });
    expect(choice('api')).toHaveAttribute('aria-pressed', 'true');
    await user.click(choice('web'));
    await user.unhover(choice('web'));
    expect(choice('web')).toHaveAttribute('aria-pressed', 'true');
    expect(choice('api')).toHaveAttribute('aria-pressed', 'false');
  });

  it('may hide all series of an overlay', async () => {
    const user = userEvent.setup();
    const { container } = render(panel({ series: [api, web], options: { layout: 'overlay' } }));
    for (const name of ['api', 'web']) {
      await user.click(screen.getByRole('button', { name: `Hide this series: ${name}` }));
    }
    expect(plots(container)).toBe(0);
  });
});

describe('a refresh', () => {
  it('brings new data into the plots that are there', () => {
    const made = vi.spyOn(grafanaUi.UPlotChart.prototype, 'reinitPlot');
    const { rerender } = render(panel({ series: [api] }));
    const before = made.mock.calls.length;
    const next = seismoFrame({ name: 'api', value: [11, 49, 12], score: [0.1, 0.9, 0], severity: [0, 4, 0] });
    rerender(panel({ series: [next] }));
    expect(made.mock.calls.length).toBe(before);
    expect(screen.getByRole('figure')).toHaveAccessibleName(/^1 event/);
  });

  it('that comes with a new size is drawn too', () => {
    const made = vi.spyOn(grafanaUi.UPlotChart.prototype, 'reinitPlot');
    const { rerender } = render(panel({ series: [plainFrame([1, 2])] }));
    rerender(panel({ series: [plainFrame([2, 1])], width: 800 }));
    const chart = made.mock.contexts.at(-1) as grafanaUi.UPlotChart;
    expect([chart.plotInstance?.width, chart.plotInstance?.data[1]]).toEqual([800, [2, 1]]);
  });

  it('keeps the last drawing while it loads', () => {
    const { container, rerender } = render(panel({ series: [api] }));
    rerender(panel({ series: [], state: LoadingState.Loading }));
    expect(plots(container)).toBe(1);
    rerender(panel({ series: [], state: LoadingState.Done }));
    expect(plots(container)).toBe(0);
    expect(screen.getByText('No data')).toBeInTheDocument();
  });
});

describe('a change of options', () => {
  it('that changes look and size at once is drawn', () => {
    const made = vi.spyOn(grafanaUi.UPlotChart.prototype, 'reinitPlot');
    const { rerender } = render(panel({ series: [api] }));
    rerender(panel({ series: [api], options: { scoreStrip: 'off' } }));
    const charts = made.mock.contexts as grafanaUi.UPlotChart[];
    const [values, ...others] = charts.filter(({ plotContainer }) => plotContainer.current !== null);
    const times = values?.plotInstance?.axes.find(({ scale }) => scale === 'x');
    expect(others).toEqual([]);
    expect(times?.ticks?.show, 'the times move from the strip to the values').toBe(true);
  });
});

describe('a panel without data', () => {
  it('says nothing while the first query runs', () => {
    const { container } = render(panel({ state: LoadingState.Loading }));
    expect(container).toHaveTextContent('');
    expect(container.querySelector('[aria-busy="true"]')).toBeInTheDocument();
  });

  const noTime = toDataFrame({ name: 'table', fields: [{ name: 'v', type: FieldType.number, values: [1] }] });
  it.each<[string, Given, RegExp]>([
    ['what to do without data', {}, /wider time range/],
    ['which frame has no time', { series: [noTime] }, /"table" has no time field/],
    ['which frame has no numbers', { series: [plainFrame(['a'], FieldType.string)] }, /"plain" has no numeric field/],
    [
      'which contract version it cannot read',
      { series: [seismoFrame({ value: [1], score: [0], severity: [0] }, { contractVersion: 9 })] },
      /contract version 9; this panel reads up to 1/,
    ],
    ['why the query failed', { state: LoadingState.Error, error: 'Prometheus answered 503' }, /Prometheus answered 503/],
    ['that a failed query gave no reason', { state: LoadingState.Error }, /gave no reason/],
  ])('says %s', (_, given, text) => {
    render(panel(given));
    expect(screen.getByRole('status')).toHaveTextContent(text);
  });
});

describe('the list of events', () => {
  const rows = { value: [10, 50, 12, 30], score: [0.1, 0.95, 0, 0.65], severity: [0, 4, 0, 1] };
  const told = seismoFrame(
    { ...rows, name: 'api' },
    {
      events: [
        seismoEvent(1, { deviation: 12.4 }),
        seismoEvent(3, { severity: 1, cause: 'none', deviation: null, alarmsPerWeek: null }),
      ],
    }
  );
  const older = { fromMs: minute(2), toMs: minute(2), points: 1, peakScore: 0.7, peakMs: minute(2), severity: 2, value: 1, expected: 1 } as const;
  const blamed = { ...older, metrics: [{ name: 'cpu', contribution: 0.7 }, { name: 'memory', contribution: 0.2 }] };
  const silent = seismoFrame({ ...rows, name: 'web' }, { events: [older] });
  const lines = () => screen.getAllByRole('row').map((row) => [...row.children].map((cell) => cell.textContent?.trim()));

  it('says what happened when, why and how rarely, the latest first', () => {
    render(panel({ series: [told, silent], options: { views: ['timeline', 'events'] }, height: 800 }));
    expect(lines()).toEqual([
      ['Start', 'Duration', 'Severity', 'Series', 'Peak score', 'Value / expected', 'Reason', 'Actions'],
      ['14:03', '1 min, open', 'Low', 'api', '93 %', '14 / 10', '–', ''],
      ['14:02', '1 min, open', 'Medium', 'web', '70 %', '1 / 1', '–', ''],
      ['14:01', '1 min', 'Critical', 'api', '93 %', '14 / 10', 'Level shift: 14 where 10 ± 3 was expected (+12.4 σ), about once in 5 weeks', ''],
    ]);
  });

  it('names the metrics of a group that are to blame', () => {
    render(panel({ series: [seismoFrame(rows, { events: [blamed] })], options: { views: ['timeline', 'events'] } }));
    expect(lines()[1]).toContain('cpu 70 %, memory 20 %');
  });

  it('is reached by the keyboard, for it scrolls', () => {
    render(panel({ series: [told], options: { views: ['timeline', 'events'] } }));
    expect(screen.getByRole('region', { name: 'Events' })).toHaveAttribute('tabindex', '0');
  });

  it('leaves out what the badges and the legend leave out', async () => {
    render(panel({ series: [told, silent], options: { views: ['timeline', 'events'] }, height: 800 }));
    await userEvent.click(screen.getByRole('button', { name: 'Critical: 1' }));
    expect(screen.getAllByRole('row')).toHaveLength(3);
    await userEvent.click(within(screen.getByRole('list', { name: 'Series' })).getByRole('button', { name: 'web' }));
    expect(screen.getAllByRole('row')).toHaveLength(2);
  });

  it('is not there unless it is asked for', () => {
    render(panel({ series: [told] }));
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says that nothing happened, or nothing of what was chosen', () => {
    const { rerender } = render(panel({ series: [web], options: { views: ['events'] } }));
    expect(screen.getByRole('status')).toHaveTextContent('No events in this range');
    rerender(panel({ series: [told], options: { views: ['events'], severities: 'medium' } }));
    expect(screen.getByRole('status')).toHaveTextContent('None of the chosen severities in this range');
  });

  it('has only the lines in sight where there are many', () => {
    const events = Array.from({ length: 2130 }, (_, row) => seismoEvent(row));
    render(panel({ series: [seismoFrame(rows, { events })], options: { views: ['events'] } }));
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '2131');
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
    expect(lines()[1]?.[0]).toBe('01:29');
  });

  it('is sorted by a column, and turned round, by keyboard', async () => {
    const user = userEvent.setup();
    render(panel({ series: [told, silent], options: { views: ['events'] } }));
    const head = screen.getByRole('columnheader', { name: 'Severity' });
    within(head).getByRole('button').focus();
    await user.keyboard('{Enter}');
    expect(head).toHaveAttribute('aria-sort', 'descending');
    expect(lines().slice(1).map((line) => line[2])).toEqual(['Critical', 'Medium', 'Low']);
    await user.keyboard('{Enter}');
    expect(head).toHaveAttribute('aria-sort', 'ascending');
    expect(lines()[1]?.[2]).toBe('Low');
  });

  it('zooms to the time around an event, and opens its series', async () => {
    const user = userEvent.setup();
    const onChangeTimeRange = vi.fn();
    render(panel({ series: [told, silent], options: { views: ['events'] }, onChangeTimeRange }));
    await user.click(screen.getByRole('button', { name: 'Zoom to the event of web at 14:02' }));
    expect(onChangeTimeRange).toHaveBeenCalledWith({ from: minute(2 - 30), to: minute(2 + 30) });
    await user.click(screen.getByRole('button', { name: 'web' }));
    expect(screen.getByRole('button', { name: 'Back to all' })).toBeInTheDocument();
  });

  it('is what a frame of events is drawn as, whatever the views', () => {
    const frame = toDataFrame({
      name: 'events',
      fields: [
        { name: 'time', type: FieldType.time, values: [minute(1), minute(4)] },
        { name: 'timeEnd', type: FieldType.time, values: [minute(3), null] },
        { name: 'severity', type: FieldType.number, values: [4, 2] },
        { name: 'score', type: FieldType.number, values: [0.93, 0.7] },
        { name: 'value', type: FieldType.number, values: [12, 7], config: { unit: 'ms' } },
        { name: 'expected', type: FieldType.number, values: [3, null] },
        { name: 'series', type: FieldType.string, values: ['api', 'web'] },
        { name: 'text', type: FieldType.string, values: ['Spike: 12 where 3 was expected', 'Drift'] },
        { name: 'tags', type: FieldType.string, values: ['critical,spike', 'warning'] },
      ],
    });
    render(panel({ series: [frame] }));
    expect(lines().slice(1)).toEqual([
      ['14:04', 'open', 'Warning', 'web', '70 %', '7 ms / –', 'Drift', ''],
      ['14:01', '2 min', 'Critical', 'api', '93 %', '12 ms / 3 ms', 'Spike: 12 where 3 was expected', ''],
    ]);
    expect(screen.getByRole('button', { name: 'Warning: 1' })).toBeInTheDocument();
  });
});
