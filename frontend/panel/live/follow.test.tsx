import React from 'react';
import { dateTime, EventBusSrv, LoadingState, type DataFrame, type PanelProps, type RawTimeRange, type TimeRange } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';

import { defaultOptions, type SeverityOptions } from '../options';
import { SeverityPanel } from '../SeverityPanel';
import { stubCanvas } from '../testing/canvas';
import { minute, seismoFrame } from '../testing/frames';

import { newestRow, slideTo } from './slide';

beforeEach(stubCanvas);

const RAW: RawTimeRange = { from: 'now-10m', to: 'now' };

function range(from: number, to: number, raw = RAW): TimeRange {
  return { from: dateTime(minute(from)), to: dateTime(minute(to)), raw };
}

/** `count` rows, the last of which is critical. */
function rows(count: number): DataFrame {
  const each = <T,>(usual: T, last: T) => Array.from({ length: count }, (_, row) => (row === count - 1 ? last : usual));
  return seismoFrame({ value: each(10, 90), score: each(0.1, 0.95), severity: each(0, 4) });
}

function panel(series: DataFrame[], state = LoadingState.Streaming, given: { options?: Partial<SeverityOptions>; raw?: RawTimeRange } = {}) {
  const timeRange = range(0, 10, given.raw);
  const props: PanelProps<SeverityOptions> = {
    id: 1,
    data: { series, state, timeRange },
    timeRange,
    timeZone: 'utc',
    options: { ...defaultOptions, ...given.options },
    fieldConfig: { defaults: {}, overrides: [] },
    transparent: false,
    title: '',
    width: 900,
    height: 500,
    renderCounter: 1,
    eventBus: new EventBusSrv(),
    replaceVariables: (text) => text,
    onOptionsChange: () => undefined,
    onFieldConfigChange: () => undefined,
    onChangeTimeRange: () => undefined,
  };
  return <SeverityPanel {...props} />;
}

/** The time of the worst drawn row. */
const worst = () => /at (14:\d\d)/.exec(screen.getByRole('figure').getAttribute('aria-label') ?? '')?.[1];
const button = () => screen.getByRole('button', { name: 'Follow new rows' });

describe('a panel whose data are streamed', () => {
  it('draws what comes into the plots that are there', () => {
    const { container, rerender } = render(panel([rows(3)]));
    const plots = [...container.querySelectorAll('.uplot')];
    expect(plots.length).toBeGreaterThan(0);
    for (const count of [4, 5, 6, 20]) {
      rerender(panel([rows(count)]));
      expect(worst()).toBe(`14:${String(count - 1).padStart(2, '0')}`);
      expect([...container.querySelectorAll('.uplot')]).toEqual(plots);
    }
  });

  it('holds still when the button is pressed, and catches up when it is pressed again', async () => {
    const { rerender } = render(panel([rows(3)]));
    expect(button()).toHaveAttribute('aria-pressed', 'true');
    await userEvent.click(button());
    expect(button()).toHaveAttribute('aria-pressed', 'false');
    expect(button()).toHaveAttribute('title', expect.stringContaining('paused'));
    rerender(panel([rows(4)]));
    rerender(panel([rows(5)], LoadingState.Loading));
    rerender(panel([rows(6)]));
    expect(worst()).toBe('14:02');
    await userEvent.click(button());
    expect(worst()).toBe('14:05');
    rerender(panel([rows(7)]));
    expect(worst()).toBe('14:06');
  });

  it('lets go of what it holds when something else is asked for', async () => {
    const { rerender } = render(panel([rows(3)]));
    await userEvent.click(button());
    rerender(panel([rows(6)], LoadingState.Streaming, { raw: { from: 'now-1h', to: 'now' } }));
    expect(worst()).toBe('14:05');
    rerender(panel([rows(7)], LoadingState.Streaming, { raw: { from: 'now-1h', to: 'now' } }));
    expect(worst()).toBe('14:05');
  });

  it('begins as the option says', () => {
    const { rerender } = render(panel([rows(3)], LoadingState.Streaming, { options: { live: false } }));
    expect(button()).toHaveAttribute('aria-pressed', 'false');
    rerender(panel([rows(4)], LoadingState.Streaming, { options: { live: false } }));
    expect(worst()).toBe('14:02');
    rerender(panel([rows(5)], LoadingState.Streaming, { options: { live: true } }));
    expect([button().getAttribute('aria-pressed'), worst()]).toEqual(['true', '14:04']);
  });

  it('keeps its button while a refresh is under way', () => {
    const { rerender } = render(panel([rows(3)], LoadingState.Loading));
    expect(screen.queryByRole('button', { name: 'Follow new rows' })).not.toBeInTheDocument();
    for (const state of [LoadingState.Streaming, LoadingState.Loading, LoadingState.Streaming]) {
      rerender(panel([rows(3)], state));
      expect(button()).toHaveAttribute('aria-pressed', 'true');
    }
  });

  it('has its button also where there is no header, and none where nothing is streamed', () => {
    const { rerender } = render(panel([rows(3)], LoadingState.Streaming, { options: { showStats: false, showBadges: false } }));
    expect(button()).toBeInTheDocument();
    rerender(panel([rows(3)], LoadingState.Done));
    expect(screen.queryByRole('button', { name: 'Follow new rows' })).not.toBeInTheDocument();
  });
});

describe('the range that follows', () => {
  const ends = ({ from, to }: TimeRange) => [from.valueOf(), to.valueOf()];

  it.each([
    ['moves up to the newest row, at its length', RAW, 12, [2, 12]],
    ['stays where no row is younger', RAW, 9, [0, 10]],
    ['keeps a start that is fixed', { from: 'now/d', to: 'now' }, 12, [0, 12]],
    ['stays where it does not end now', { from: 'now-2h', to: 'now-1h' }, 12, [0, 10]],
  ])('%s', (_, raw, newest, [from, to]) => {
    expect(ends(slideTo(range(0, 10, raw), minute(newest)))).toEqual([minute(from!), minute(to!)]);
  });

  it('stays where there is no row', () => {
    expect(ends(slideTo(range(0, 10), null))).toEqual([minute(0), minute(10)]);
    expect(newestRow([])).toBeNull();
    expect(newestRow([rows(3), rows(5)])).toBe(minute(4));
  });
});
