import React from 'react';
import { DataHoverClearEvent, DataHoverEvent, EventBusSrv } from '@grafana/data';
import { DashboardCursorSync } from '@grafana/schema';
import { PanelContextProvider } from '@grafana/ui';
import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { stubCanvas } from './testing/canvas';
import { minute, plainFrame, seismoEvent, seismoFrame } from './testing/frames';
import { panel } from './testing/panel';

beforeEach(stubCanvas);

const calm = seismoFrame({ name: 'calm', value: [10, 11, 12, 13], score: [0, 0, 0, 0], severity: [0, 0, 0, 0] });
const bad = seismoFrame(
  { name: 'web "1"', value: [10, 50, null, 30, 55], score: [0.1, 0.95, null, 0.65, 0.9], severity: [0, 4, null, 1, 4], config: { unit: 'ms' } },
  { events: [seismoEvent(1, { toMs: minute(4), points: 3 })] }
);
const series = [calm, bad];
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => seismoFrame({ name: `s${i}`, value: [1, 2], score: [0, 0], severity: [0, 0] }));
const lanes = () => screen.getAllByRole('option');
const cards = () => within(screen.getByRole('list', { name: 'Cards' })).getAllByRole('button');
const titled = (elements: HTMLElement[]) => elements.map((element) => element.title);
/** jsdom has no pointer events; mouse events have the fields that are read. */
const pointer = (list: HTMLElement, type: string, clientX = 0) =>
  fireEvent(list, new MouseEvent(type === 'leave' ? 'pointerout' : `pointer${type}`, { bubbles: true, clientX, clientY: 5, button: 0 }));
const named = (elements: HTMLElement[]) => elements.map((element) => element.getAttribute('aria-label'));
const spoken = () => screen.getAllByRole('status').map((status) => status.textContent);

describe('swim lanes', () => {
  const withLanes = { series, options: { views: ['lanes' as const] } };

  it('say what happened in each series, the worst first', () => {
    render(panel(withLanes));
    expect(named(lanes())).toEqual(['web "1": 1 event (3 rows), worst critical at 14:01', 'calm: no events']);
  });

  it('are in the order that the user chose', () => {
    render(panel({ series, options: { views: ['lanes'], order: 'query' } }));
    expect(named(lanes())[0]).toBe('calm: no events');
  });

  it('exist only where they are in sight, for a thousand series', () => {
    render(panel({ series: many(1000), options: { views: ['lanes'] } }));
    expect(lanes().length).toBeLessThan(60);
    expect(lanes()[0]).toHaveAttribute('aria-setsize', '1000');
  });

  it('are walked through by the keyboard, from lane to lane and from anomaly to anomaly', async () => {
    const user = userEvent.setup();
    render(panel({ series: [...series, ...many(300)], options: { views: ['lanes'] } }));
    expect(lanes().filter((lane) => lane.tabIndex === 0)).toHaveLength(1);
    lanes()[0]!.focus();
    await user.keyboard('{ArrowRight}');
    expect(spoken()).toContain('14:01 – 14:02: Critical, 1 event (1 row), peak score 95 %');
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{ArrowLeft}');
    expect(spoken()).toContain('14:03 – 14:04: Low, 1 event (1 row), peak score 65 %');
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toHaveAccessibleName('calm: no events');
    await user.keyboard('{End}');
    expect(document.activeElement).toHaveAttribute('aria-posinset', '302');
    await user.keyboard('{Home}');
    expect(document.activeElement).toHaveAttribute('aria-posinset', '1');
  });

  it('open their series in the timeline, and Escape or the button lead back', async () => {
    const user = userEvent.setup();
    const { container } = render(panel(withLanes));
    expect(container.querySelector('.uplot')).toBeNull();
    lanes()[0]!.focus();
    await user.keyboard('{Enter}');
    expect(container.querySelector('.uplot')).not.toBeNull();
    expect(lanes()[0]).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{Escape}');
    expect(container.querySelector('.uplot')).toBeNull();
    await user.click(lanes()[1]!);
    await user.click(screen.getByRole('button', { name: 'Back to all' }));
    expect(container.querySelector('.uplot')).toBeNull();
    expect(container.contains(document.activeElement)).toBe(true);
  });

  it('show the opened series in place of all in a timeline that is there', async () => {
    const { container } = render(panel({ series, height: 900, options: { views: ['timeline', 'lanes'], scoreStrip: 'off' } }));
    expect(container.querySelectorAll('.uplot')).toHaveLength(2);
    await userEvent.click(lanes()[0]!);
    expect(container.querySelectorAll('.uplot')).toHaveLength(1);
  });

  it('say what a field stands for when it is pointed at', () => {
    render(panel(withLanes));
    const list = screen.getByRole('listbox', { name: 'Swim lanes' });
    pointer(list, 'move', 870);
    expect(screen.getByText('No samples')).toBeInTheDocument();
    pointer(list, 'leave');
    expect(screen.queryByText('No samples')).toBeNull();
  });

  it('set the range by drawing a stretch of time, and open nothing then', () => {
    const onChangeTimeRange = vi.fn();
    render(panel({ ...withLanes, onChangeTimeRange }));
    const list = screen.getByRole('listbox', { name: 'Swim lanes' });
    pointer(list, 'down', 500);
    pointer(list, 'move', 800);
    pointer(list, 'up');
    fireEvent.click(lanes()[0]!);
    const { from, to } = onChangeTimeRange.mock.calls[0]![0] as { from: number; to: number };
    expect(from).toBeGreaterThan(minute(4));
    expect(to).toBeLessThan(minute(10));
    expect(to - from).toBeGreaterThan(minute(3) - minute(0));
    expect(screen.queryByRole('button', { name: 'Back to all' })).toBeNull();
  });

  it('share the cursor with other panels, both ways', () => {
    const eventBus = new EventBusSrv();
    const hovers = vi.fn();
    const clears = vi.fn();
    eventBus.getStream(DataHoverEvent).subscribe(({ payload }) => hovers(payload.point?.time));
    eventBus.getStream(DataHoverClearEvent).subscribe(clears);
    const context = { eventsScope: 'test', eventBus, sync: () => DashboardCursorSync.Crosshair };
    const { container } = render(<PanelContextProvider value={context}>{panel(withLanes)}</PanelContextProvider>);
    const list = screen.getByRole('listbox', { name: 'Swim lanes' });
    const line = () => [...container.querySelectorAll<HTMLElement>('div')].find(({ style }) => style.transform.startsWith('translateX'));
    pointer(list, 'move', 880);
    expect(hovers).toHaveBeenLastCalledWith(minute(10));
    pointer(list, 'leave');
    expect(clears).toHaveBeenCalledTimes(1);
    expect(line()?.style.display).toBe('none');
    eventBus.publish(new DataHoverEvent({ point: { time: minute(10) } }));
    expect([line()?.style.display, line()?.style.transform]).toEqual(['block', 'translateX(880px)']);
    eventBus.publish(new DataHoverEvent({ point: { time: minute(30) } }));
    expect(line()?.style.display).toBe('none');
    eventBus.publish(new DataHoverClearEvent());
    expect(line()?.style.display).toBe('none');
  });
});

describe('cards', () => {
  it('say how each series is now and was in the range, the worst first', () => {
    render(panel({ series, options: { views: ['cards'] } }));
    expect(titled(cards())).toEqual([
      'web "1": 55 ms, Critical, score 90 %, 1 event (3 rows), +450 % from the expected value',
      'calm: 13, Normal, score 0 %, 0 events (0 rows), +30 % from the expected value',
    ]);
  });

  it('say that nothing is scored, or that there are no samples', () => {
    render(panel({ series: [plainFrame([7]), seismoFrame({ name: 'gone', value: [null], score: [null], severity: [null] })], options: { views: ['cards'], order: 'query' } }));
    expect(titled(cards())).toEqual(['plain: 7, Not scored', 'gone: No samples, 0 events (0 rows)']);
  });

  it('exist only where they are in sight, for a thousand series', () => {
    render(panel({ series: many(1000), options: { views: ['cards'] } }));
    expect(cards().length).toBeLessThan(60);
    expect(screen.getAllByRole('listitem')[0]).toHaveAttribute('aria-setsize', '1000');
  });

  it('open their series by keyboard', async () => {
    const user = userEvent.setup();
    const { container } = render(panel({ series, options: { views: ['cards'] } }));
    cards()[0]!.focus();
    await user.keyboard('{Enter}');
    expect(container.querySelector('.uplot')).not.toBeNull();
    expect(cards()[0]).toHaveAttribute('aria-pressed', 'true');
  });
});

describe('a long list of events', () => {
  const row = Array.from({ length: 60 }, (_, i) => i);
  const long = seismoFrame(
    { name: 'api', value: row, score: row.map(() => 0), severity: row.map(() => 0) },
    { events: row.map((i) => seismoEvent(i, { toMs: minute(i) })) }
  );
  const lines = () => screen.getAllByRole('row').filter((line) => line.hasAttribute('aria-rowindex')).length - 1;

  it.each<[string, (list: HTMLElement) => void]>([
    ['the pointer', (list) => pointer(list, 'over')],
    ['the focus', (list) => fireEvent.focus(list)],
    ['a scroll', (list) => fireEvent.scroll(list)],
  ])('has the lines in sight, and those around them once %s has come', (_, come) => {
    render(panel({ series: [long], options: { views: ['events'] }, height: 260 }));
    const before = lines();
    come(screen.getByRole('region', { name: 'Events' }));
    expect([before < 12, lines() > before, lines() < 60]).toEqual([true, true, true]);
  });
});

describe('all views together', () => {
  const all = { series, height: 1200, options: { views: ['timeline' as const, 'lanes' as const, 'cards' as const, 'events' as const] } };

  it('leave out what the badges leave out, and the badges count all the same', async () => {
    render(panel(all));
    await userEvent.click(screen.getByRole('button', { name: 'Critical: 1' }));
    expect(named(lanes())[0]).toBe('web "1": 1 event (1 row), worst low at 14:03');
    expect(titled(cards())[0]).toBe('web "1": 55 ms, Normal, score 90 %, 1 event (1 row), +450 % from the expected value');
    expect(screen.queryByRole('table')).toBeNull();
    expect(screen.getByRole('button', { name: 'Critical: 1' })).toBeInTheDocument();
  });

  it('leave out a series that the legend hides', async () => {
    render(panel(all));
    await userEvent.click(within(screen.getByRole('list', { name: 'Series' })).getByRole('button', { name: 'calm' }));
    expect([lanes().length, cards().length]).toEqual([1, 1]);
  });

  it('leave out severities that a dashboard variable leaves out', () => {
    const replaceVariables = (text: string) => text.replace('${severity:csv}', 'low');
    render(panel({ ...all, options: { ...all.options, severities: '${severity:csv}' }, replaceVariables }));
    expect(named(lanes())[0]).toBe('web "1": 1 event (1 row), worst low at 14:03');
    expect(screen.queryByRole('button', { name: /^Critical/ })).toBeNull();
    expect(screen.getByText('None of the chosen severities in this range')).toBeInTheDocument();
  });

  it('say that the legend hides all series', async () => {
    render(panel(all));
    const legend = within(screen.getByRole('list', { name: 'Series' }));
    await userEvent.click(legend.getByRole('button', { name: 'calm' }));
    await userEvent.click(legend.getByRole('button', { name: 'web "1"' }));
    expect(screen.getAllByText('All series are hidden')).toHaveLength(2);
  });

  it('are shown as far as there is room', () => {
    const { container } = render(panel({ ...all, width: 200, height: 100 }));
    expect(container.querySelectorAll('.uplot').length).toBeGreaterThan(0);
    expect(screen.queryByRole('listbox', { name: 'Swim lanes' })).toBeNull();
  });
});
