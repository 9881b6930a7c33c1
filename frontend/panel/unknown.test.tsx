import { toDataFrame } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { stubCanvas } from './testing/canvas';
import { seismoFrame } from './testing/frames';
import { panel } from './testing/panel';

beforeEach(stubCanvas);

const learning = { seen: 5, needed: 60, leftMs: 55 * 60_000 };
const learnt = (name: string) => seismoFrame({ name, value: [7, 8], score: [null, null], severity: [null, null], expected: [null, null] }, { learning });
const calm = seismoFrame({ name: 'calm', value: [1, 1], score: [0, 0], severity: [0, 0] });
const gone = seismoFrame({ name: 'gone', value: [3, null, null, null, null], score: [0, null, null, null, null], severity: [0, null, null, null, null] });
const stats = (container: HTMLElement) => [...container.querySelectorAll('dl > div')].map((stat) => stat.textContent);

describe('a panel whose series are all learnt', () => {
  const all = { series: [learnt('a'), learnt('b')] };

  it('says so first, and does not count no events', () => {
    const { container } = render(panel(all));
    expect(stats(container)).toEqual(['Events– ', 'Learning 2 of 2 series 55 min left', 'Threshold60 %']);
  });

  it('counts them among the badges, and no badge says 0', () => {
    render(panel(all));
    const badges = within(screen.getByRole('group', { name: 'Severities shown' }));
    expect(badges.getByRole('note')).toHaveAccessibleName('Learning: 2 of 2 series, 55 min left');
    expect(badges.getAllByRole('button').map((badge) => badge.getAttribute('aria-label'))).toEqual(['Critical: –', 'High: –', 'Medium: –', 'Low: –']);
  });

  it.each([
    ['lanes', 'option'],
    ['cards', 'button'],
  ] as const)('says it in %s of each', (view, role) => {
    render(panel({ ...all, options: { views: [view], showBadges: false } }));
    const names = screen.getAllByRole(role).map((one) => one.getAttribute('aria-label') ?? one.title);
    expect(names).toHaveLength(2);
    expect(names.every((name) => /Learning(: 5 of 60 samples)?, 55 min left/.test(name))).toBe(true);
    expect(names.join()).not.toMatch(/no events|0 events|Normal/);
  });

  it('says it in the timeline of each, and in place of the list of events', () => {
    render(panel({ ...all, height: 900, options: { views: ['timeline', 'events'] } }));
    expect(screen.getAllByText('Learning: 5 of 60 samples, 55 min left')).toHaveLength(2);
    expect(screen.getByRole('status')).toHaveTextContent('Learning: 2 of 2 series, 55 min left');
  });
});

describe('a panel with a series that is gone', () => {
  it('says when its last sample was, and counts it', () => {
    const { container } = render(panel({ series: [calm, gone], options: { views: ['cards'] } }));
    expect(stats(container)).toContain('Gone1 series');
    expect(screen.getByRole('button', { name: /^gone/ })).toHaveTextContent('Last sample 14:00');
  });
});

describe('what the data source says', () => {
  const notice = { severity: 'warning', text: 'api_requests_total is a counter: use rate().' } as const;

  it('stands under the views', () => {
    render(panel({ series: [{ ...calm, meta: { ...calm.meta, notices: [notice] } }] }));
    expect(screen.getByText(notice.text)).toBeInTheDocument();
  });

  it('stands in place of the advice where there is no series', () => {
    const empty = toDataFrame({ fields: [], meta: { notices: [{ severity: 'info', text: 'The query finds no series between 14:00 and 15:00.' }] } });
    render(panel({ series: [empty] }));
    expect(screen.getByRole('status')).toHaveTextContent('No data' + 'The query finds no series between 14:00 and 15:00.');
    expect(screen.getByRole('status')).not.toHaveTextContent('wider time range');
  });
});
