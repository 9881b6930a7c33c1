import type uPlot from 'uplot';
import { describe, expect, it } from 'vitest';

import type { SeverityLevel } from '../../shared/contract';
import { severityColor } from '../../shared/severity';
import { readSeverity } from '../fields';
import { isScored, type Verdict } from '../model';
import { MINUTE_MS, minute, seismoFrame } from '../testing/frames';

import { drawPoints, drawRegions, drawScoreColumns, drawThreshold, type Paint } from './marks';

interface Fill {
  color: string;
  shapes: number;
}

/** Ten pixels a minute across, 100 pixels for 0..1 or 0..100 up. */
function canvas(ySpan = 100) {
  const fills: Fill[] = [];
  const rects: Array<{ color: string; left: number; width: number }> = [];
  const columns: Array<{ left: number; width: number; height: number }> = [];
  let open = { shapes: 0 };
  const context = {
    fillStyle: '',
    strokeStyle: '',
    globalAlpha: 1,
    lineWidth: 1,
    save() {},
    restore() {},
    clip() {
      columns.length = 0;
    },
    beginPath() {
      open = { shapes: 0 };
    },
    moveTo() {
      open.shapes++;
    },
    lineTo() {},
    arc() {},
    closePath() {},
    stroke() {},
    setLineDash() {},
    rect(left: number, _top: number, width: number, height: number) {
      open.shapes++;
      columns.push({ left, width, height });
    },
    fill() {
      fills.push({ color: context.fillStyle, shapes: open.shapes });
    },
    fillRect(left: number, _top: number, width: number) {
      rects.push({ color: context.fillStyle, left, width });
    },
  };
  const u = {
    ctx: context,
    bbox: { left: 0, top: 0, width: 600, height: 100 },
    valToPos: (value: number, scale: string) =>
      scale === 'x' ? ((value - minute(0)) / MINUTE_MS) * 10 : 100 - (value / ySpan) * 100,
  };
  return { u: u as unknown as uPlot, fills, rects, columns };
}

function verdictOf(severity: number[], events: Array<[from: number, to: number, SeverityLevel]> = []): Verdict {
  const value = severity.map((level) => 10 + level);
  const frame = seismoFrame(
    { value, score: severity.map((level) => (level === 0 ? 0.1 : 0.5 + level / 10)), severity },
    {
      events: events.map(([from, to, level]) => ({
        fromMs: minute(from),
        toMs: minute(to),
        points: to - from + 1,
        peakScore: 0.9,
        peakMs: minute(from),
        severity: level,
        value: 1,
        expected: 1,
      })),
    }
  );
  const read = readSeverity([frame]);
  const series = read.kind === 'data' ? read.series.find(isScored) : undefined;
  return series!.verdict;
}

const paint = (...levels: SeverityLevel[]): Paint => ({ isDark: true, background: '#000', visible: new Set(levels) });

describe('severity points', () => {
  it('are drawn in one batch a level, the gravest last', () => {
    const { u, fills } = canvas();
    drawPoints(u, verdictOf([4, 0, 1, 1, 4, 4, 0]), paint(1, 2, 3, 4));
    expect(fills).toEqual([
      { color: severityColor(1, true), shapes: 2 },
      { color: severityColor(4, true), shapes: 3 },
    ]);
  });

  it('leave out hidden levels', () => {
    const { u, fills } = canvas();
    drawPoints(u, verdictOf([1, 2, 3, 4]), paint(3));
    expect(fills).toEqual([{ color: severityColor(3, true), shapes: 1 }]);
  });

  it('are none where nothing is anomalous', () => {
    const { u, fills } = canvas();
    drawPoints(u, verdictOf([0, 0, 0]), paint(1, 2, 3, 4));
    expect(fills).toEqual([]);
  });
});

describe('regions', () => {
  it('span the event with half an interval at each end, in its colour', () => {
    const { u, rects } = canvas();
    drawRegions(u, verdictOf([0, 0, 2, 2, 0], [[2, 3, 2]]), paint(2));
    expect(rects[0]).toEqual({ color: severityColor(2, true), left: 15, width: 20 });
  });

  it('leave out hidden levels', () => {
    const { u, rects } = canvas();
    drawRegions(u, verdictOf([0, 0, 2, 2, 0], [[2, 3, 2]]), paint(4));
    expect(rects).toEqual([]);
  });
});

describe('score columns', () => {
  it('are as wide as the interval and as high as the score', () => {
    const { u, columns } = canvas(1);
    drawScoreColumns(u, verdictOf([0, 4, 0]), paint(4));
    expect(columns).toEqual([{ left: 5, width: 10, height: expect.closeTo(90, 6) }]);
  });

  it('stay wide enough to be seen where a row is less than a pixel', () => {
    const { u, columns } = canvas(1);
    const narrow = { ...u, valToPos: (value: number, scale: string) => u.valToPos(value, scale) / (scale === 'x' ? 100 : 1) };
    drawScoreColumns(narrow as unknown as uPlot, verdictOf([0, 4, 0]), paint(4));
    expect(columns[0]?.width).toBeCloseTo(3, 6);
  });
});

describe('the threshold', () => {
  it('is shaded up to the top only where asked for', () => {
    const { u, rects } = canvas(1);
    drawThreshold(u, 0.6, { line: '#fff', shade: null });
    expect(rects).toEqual([]);
    drawThreshold(u, 0.6, { line: '#fff', shade: '#f00' });
    expect(rects).toEqual([{ color: '#f00', left: 0, width: 600 }]);
  });
});
