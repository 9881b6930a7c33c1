import * as grafanaUi from '@grafana/ui';
import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { stubCanvas } from '../testing/canvas';
import { seismoFrame } from '../testing/frames';
import { panel } from '../testing/panel';

const series = ['api', 'web'].map((name) =>
  seismoFrame({ name, value: [10, 50, 12, 30], score: [0.1, 0.95, 0, 0.65], severity: [0, 4, 0, 1] })
);

/** How often anything was drawn, and how often a chart was made. */
function watched() {
  stubCanvas();
  const context = document.createElement('canvas').getContext('2d')!;
  const cleared = vi.fn();
  context.clearRect = cleared;
  const made = vi.spyOn(grafanaUi.UPlotChart.prototype, 'reinitPlot');
  const settled = async () => {
    // uPlot draws in a microtask.
    await act(async () => Promise.resolve());
    return { drawn: cleared.mock.calls.length, made: made.mock.calls.length };
  };
  return settled;
}

describe('what is drawn', () => {
  let settled: ReturnType<typeof watched>;
  beforeEach(() => {
    settled = watched();
  });

  it('is each plot once at first', async () => {
    render(panel({ series, height: 800 }));
    expect(await settled()).toEqual({ drawn: 2, made: 2 });
  });

  it('is nothing where nothing has changed', async () => {
    const { rerender } = render(panel({ series, height: 800 }));
    const before = await settled();
    rerender(panel({ series, height: 800 }));
    expect(await settled()).toEqual(before);
  });

  it('is the plot alone to which the pointer comes, and nothing while it moves there', async () => {
    const { container } = render(panel({ series, height: 800 }));
    const before = await settled();
    const [over] = container.querySelectorAll('.u-over');
    fireEvent.pointerEnter(over!);
    const come = await settled();
    expect(come).toEqual({ drawn: before.drawn + 1, made: before.made + 1 });
    const [now] = container.querySelectorAll('.u-over');
    for (const clientX of [10, 20, 30, 40]) {
      fireEvent.mouseMove(now!, { clientX, clientY: 5 });
    }
    expect(await settled()).toEqual(come);
  });

  it('is each plot once where a severity is taken out, and no chart is made anew', async () => {
    render(panel({ series, height: 800 }));
    const before = await settled();
    await userEvent.click(screen.getByRole('button', { name: /^Critical: 2/ }));
    expect(await settled()).toEqual({ drawn: before.drawn + 2, made: before.made });
  });

  it('is each plot once where new rows come, and no chart is made anew', async () => {
    const { rerender } = render(panel({ series, height: 800 }));
    const before = await settled();
    const next = ['api', 'web'].map((name) => seismoFrame({ name, value: [11, 12], score: [0, 0], severity: [0, 0] }));
    rerender(panel({ series: next, height: 800 }));
    expect(await settled()).toEqual({ drawn: before.drawn + 2, made: before.made });
  });
});
