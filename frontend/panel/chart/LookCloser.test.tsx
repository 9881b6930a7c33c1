import { FieldType, toDataFrame, type DataFrame, type LinkModel } from '@grafana/data';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { stubCanvas } from '../testing/canvas';
import { minute, seismoEvent, seismoFrame } from '../testing/frames';
import { panel, type Given } from '../testing/panel';

beforeEach(stubCanvas);
// TooltipPlugin2 renders up to 100 ms after a pointer has gone, also where its plot has gone; the page must outlive that.
afterAll(() => new Promise((done) => setTimeout(done, 150)));

const rows = { value: [10, 14, 15, null, 90], expected: [10, 10, 10, 10, null], score: [0.1, 0.93, 0.7, null, 1], severity: [0, 4, 1, null, 4], cause: [0, 3, 1, 0, 9] };
const meta = { budget: 1, events: [seismoEvent(1, { toMs: minute(2), points: 2 })], excluded: [{ fromMs: minute(0), toMs: minute(1), report: false, learn: true }] };
const api = seismoFrame({ ...rows, name: 'api' }, meta);
const web = seismoFrame({ value: [1, 2], score: [0, 0], severity: [0, 0], name: 'web' });

async function focused(given: Given = {}) {
  const user = userEvent.setup();
  const shown = render(panel({ series: [api], ...given }));
  screen.getAllByRole('application')[0]!.focus();
  const said = () => document.querySelector('[role="application"] [aria-live="polite"]')?.textContent;
  return { user, said, ...shown };
}

describe('the keyboard', () => {
  it('is told whose chart it is on, and which keys that answers to', async () => {
    await focused();
    expect(screen.getByRole('application')).toHaveAccessibleName('api');
    expect(screen.getByRole('application')).toHaveAccessibleDescription(/^Arrow keys move along the rows/);
  });

  it('walks along the rows, and each is said', async () => {
    const { user, said } = await focused();
    const heard = [];
    for (const key of ['{ArrowRight}', '{ArrowRight}', '{End}', '{ArrowLeft}', '{Home}']) {
      await user.keyboard(key);
      heard.push(said());
    }
    expect(heard).toEqual([
      '2025-06-02 14:00:00, 10, expected 10, +0.0 σ, not reported',
      '2025-06-02 14:01:00, 14, expected 10, +4.0 σ, Critical, Level shift',
      '2025-06-02 14:04:00, 90, Critical, Outside of the valid range',
      '2025-06-02 14:03:00, No sample',
      '2025-06-02 14:00:00, 10, expected 10, +0.0 σ, not reported',
    ]);
  });

  it('goes from anomaly to anomaly, and says where there is no other', async () => {
    const { user, said } = await focused();
    await user.keyboard('n');
    expect(said()).toContain('14:01:00');
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    expect(said()).toContain('14:04:00');
    await user.keyboard('n');
    expect(said()).toBe('No further anomaly');
  });

  it('passes what the badges hide', async () => {
    const { user, said } = await focused({ options: { minimumSeverity: 4 } });
    await user.keyboard('nn');
    expect(said()).toContain('14:04:00');
  });

  it('pins with Enter: the details have the focus, and Escape gives it back', async () => {
    const { user } = await focused();
    await user.keyboard('n{Enter}');
    const dialog = screen.getByRole('dialog', { name: 'Details of api' });
    await waitFor(() => expect(dialog).toHaveFocus());
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByRole('application')).toHaveFocus();
  });

  it('keeps its keys from Grafana, and leaves it all others', async () => {
    const heard = vi.fn();
    // Where Grafana listens. Not the body: it may be what the card is put into, and then React itself listens there.
    document.addEventListener('keydown', heard);
    const { user } = await focused();
    await user.keyboard('n{Enter}');
    await waitFor(() => expect(screen.getByRole('dialog')).toHaveFocus());
    await user.keyboard('{Escape}');
    expect(heard).not.toHaveBeenCalled();
    await user.keyboard('{Escape}d');
    expect(heard).toHaveBeenCalledTimes(2);
    document.removeEventListener('keydown', heard);
  });

  it('leaves nothing behind where the focus goes on', async () => {
    const { user } = await focused({ series: [api, web], height: 900 });
    await user.keyboard('n');
    expect(screen.getByText('Deviation')).toBeInTheDocument();
    await user.tab();
    expect(screen.queryByText('Deviation')).toBeNull();
  });
});

describe('pinned details', () => {
  const pinned = async (given: Given = {}, keys = 'n{Enter}') => {
    const shown = await focused(given);
    await shown.user.keyboard(keys);
    const dialog = () => screen.getByRole('dialog');
    const facts = () => {
      const words = [...dialog().querySelectorAll('dt')];
      return Object.fromEntries(words.map((word) => [word.textContent, word.nextElementSibling?.textContent?.trim()]));
    };
    return { ...shown, dialog, facts };
  };

  it('say all that is known of the row, and where its score comes from', async () => {
    const { facts } = await pinned();
    expect(facts()).toMatchObject({
      Value: '14',
      Expected: '10',
      Deviation: '+4 (+4.0 σ)',
      Severity: 'Critical',
      'How rare': 'about once in 5 weeks',
      Season: 'every 24 min (24 samples)',
      'History used': '7 d',
      Method: 'classic (classic-1)',
      'False alarms allowed': 'about once a week',
    });
  });

  it('say why nothing is expected of an impossible value', async () => {
    const { facts } = await pinned({}, '{End}{Enter}');
    expect(facts()).toMatchObject({ Expected: 'nothing: the value is outside of the valid range', Cause: 'Outside of the valid range' });
    expect(facts()).not.toHaveProperty('How rare');
  });

  it('stay where new data come, and go with their row', async () => {
    const { rerender, facts } = await pinned();
    rerender(panel({ series: [seismoFrame({ ...rows, value: [10, 17, 15, null, 90], name: 'api' }, meta)] }));
    expect(facts()).toMatchObject({ Value: '17' });
    rerender(panel({ series: [seismoFrame({ value: [1], score: [0], severity: [0], name: 'api' })] }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('are closed by their button, and by a press beside them', async () => {
    const { user } = await pinned();
    await user.click(screen.getByRole('button', { name: 'Close the details' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.keyboard('n{Enter}');
    expect(screen.getByRole('dialog')).toBeInTheDocument();
    fireEvent.mouseDown(document.body);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('lead to the event, with air around it', async () => {
    const onChangeTimeRange = vi.fn();
    const { user } = await pinned({ onChangeTimeRange });
    await user.click(screen.getByRole('button', { name: 'Zoom to event' }));
    expect(onChangeTimeRange).toHaveBeenCalledWith({ from: minute(1 - 15), to: minute(2 + 15) });
  });

  it("have the field's links, of the row as it stands in the frame", async () => {
    const unsorted: DataFrame = seismoFrame({ ...rows, name: 'api' }, meta);
    // Copies: the columns are those of the other tests.
    for (const field of unsorted.fields) {
      field.values = [...field.values].reverse();
    }
    unsorted.fields[1]!.getLinks = ({ valueRowIndex }) => [{ title: `Runbook ${valueRowIndex}`, href: `/row/${valueRowIndex}`, target: '_blank' } as LinkModel];
    const { dialog } = await pinned({ series: [unsorted] });
    expect(within(dialog()).getByRole('link', { name: 'Runbook 3' })).toHaveAttribute('href', '/row/3');
  });
});

describe('the pointer', () => {
  /** The plot once it is pointed at; a press and a release with so many pixels between. */
  async function pressed(container: HTMLElement, moved: number) {
    fireEvent.pointerOver(container.querySelector('.u-over')!);
    await waitFor(() => expect(container.querySelector('canvas')?.width).toBe(900));
    const over = container.querySelector('.u-over')!;
    const x = 85;
    fireEvent.mouseEnter(over, { clientX: x, clientY: 20 });
    fireEvent.mouseMove(over, { clientX: x, clientY: 20, movementX: 1 });
    fireEvent.mouseDown(over, { clientX: x, clientY: 20, button: 0 });
    if (moved > 0) {
      fireEvent.mouseMove(over, { clientX: x + moved, clientY: 20, movementX: moved });
    }
    fireEvent.mouseUp(over, { clientX: x + moved, clientY: 20, button: 0 });
    fireEvent.click(over, { clientX: x + moved, clientY: 20, button: 0 });
  }

  it('pins the row that it clicks, once', async () => {
    const { container, said } = await focused();
    await pressed(container, 0);
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    expect(said()).toContain('14:01:00');
  });

  it('that drags zooms, and pins nothing', async () => {
    const onChangeTimeRange = vi.fn();
    const { container } = await focused({ onChangeTimeRange });
    await pressed(container, 200);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(onChangeTimeRange).toHaveBeenCalledTimes(1);
  });
});

describe('annotations', () => {
  const deploys = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [minute(1), minute(9)] },
      { name: 'title', type: FieldType.string, values: ['Deploy', 'Later'] },
      { name: 'text', type: FieldType.string, values: ['<b>v2</b>', ''] },
    ],
  });

  it('at a row are said with it', async () => {
    const { user } = await focused({ annotations: [deploys] });
    await user.keyboard('n{Enter}');
    expect(screen.getByRole('dialog')).toHaveTextContent('Deploy: v2');
    expect(screen.queryByText('Later')).toBeNull();
  });
});
