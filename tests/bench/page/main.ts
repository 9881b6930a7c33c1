/** What the command asks of the page. */
import '../../../frontend/workbench/boot';

import { createTheme, dataFrameToJSON } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { config } from '@grafana/runtime';

import texts from '../../../frontend/panel/locales/en-US/seismo-severity-panel.json';

import { checkMarks, type MarkCheck } from './check';
import { timed, type Lap } from './clock';
import { framesOf, makeTracks, SERIES, sliceAt, type Slice, type Track } from './frames';
import { drawReference } from './reference';
import { mountPanel, mountStyles } from './subject';

interface Ask {
  /** Over all series. */
  points: number;
  turns: number;
  warmUps: number;
}

interface Answer {
  cold: Record<'panel' | 'uplot', Lap[]>;
  pan: Record<'panel' | 'uplot', Lap[]>;
  /** After the last first drawing and after the last move. */
  marks: Record<'cold' | 'pan', MarkCheck>;
  canvases: Record<'panel' | 'uplot', string>;
}

/** Wide as a panel over the whole of a dashboard; high enough that every series is in sight at once (CSS pixels). */
const PANEL = { width: 1200, height: 5800 };

const theme = createTheme({ colors: { mode: 'dark' } });
config.theme2 = theme;
mountStyles(document.getElementById('styles')!, theme);
const palette = { line: '#8E9FC4', band: 'rgba(142, 159, 196, 0.16)', text: theme.colors.text.secondary, grid: 'rgba(240, 250, 255, 0.09)' };

async function measure({ points, turns, warmUps }: Ask): Promise<Answer> {
  const rows = Math.max(2, Math.round(points / SERIES));
  const step = Math.max(1, Math.round(rows / 100));
  const tracks = makeTracks(rows + (turns + warmUps + 1) * step);
  const answer: Answer = {
    cold: { panel: [], uplot: [] },
    pan: { panel: [], uplot: [] },
    marks: { cold: { anomalies: 0, wrong: [], covered: 0 }, pan: { anomalies: 0, wrong: [], covered: 0 } },
    canvases: { panel: '', uplot: '' },
  };
  let height = 0;
  for (let turn = -warmUps; turn < turns; turn++) {
    const panel = await coldPanel(sliceAt(tracks, 0, rows));
    height ||= panel.plotHeight;
    const uplot = await coldReference(sliceAt(tracks, 0, rows), height);
    if (turn >= 0) {
      answer.cold.panel.push(panel.lap);
      answer.cold.uplot.push(uplot.lap);
      answer.marks.cold = panel.marks;
      answer.canvases = { panel: panel.canvases, uplot: uplot.canvases };
    }
  }
  await pan(answer, tracks, rows, step, height, { turns, warmUps });
  return answer;
}

async function coldPanel(slices: Slice[]) {
  const frames = framesOf(slices, theme);
  const stage = newStage('panel');
  const panel = mountPanel(stage, theme, PANEL);
  const lap = await timed(stage, () => panel.show(frames));
  const marks = checkMarks(stage, slices);
  const canvases = [...stage.querySelectorAll('canvas')].filter(({ width }) => width > 0);
  const plotHeight = canvases.reduce((sum, canvas) => sum + canvas.height, 0) / SERIES / devicePixelRatio;
  const described = describe(stage);
  panel.destroy();
  stage.remove();
  return { lap, marks, plotHeight, canvases: described };
}

async function coldReference(slices: Slice[], height: number) {
  const stage = newStage('uplot');
  const made: Array<ReturnType<typeof drawReference>> = [];
  const lap = await timed(stage, () => made.push(drawReference(stage, slices, { width: PANEL.width, height }, palette)));
  const canvases = describe(stage);
  made.forEach((reference) => reference.destroy());
  stage.remove();
  return { lap, canvases };
}

async function pan(answer: Answer, tracks: Track[], rows: number, step: number, height: number, { turns, warmUps }: Omit<Ask, 'points'>) {
  const [panelStage, uplotStage] = [newStage('panel'), newStage('uplot')];
  const panel = mountPanel(panelStage, theme, PANEL);
  panel.show(framesOf(sliceAt(tracks, 0, rows), theme));
  const uplot = drawReference(uplotStage, sliceAt(tracks, 0, rows), { width: PANEL.width, height }, palette);
  for (let turn = -warmUps; turn < turns; turn++) {
    const first = (turn + warmUps + 1) * step;
    const slices = sliceAt(tracks, first, rows);
    const frames = framesOf(slices, theme);
    const panelLap = await timed(panelStage, () => panel.show(frames));
    const same = sliceAt(tracks, first, rows);
    const uplotLap = await timed(uplotStage, () => uplot.pan(same));
    if (turn >= 0) {
      answer.pan.panel.push(panelLap);
      answer.pan.uplot.push(uplotLap);
      answer.marks.pan = checkMarks(panelStage, slices);
    }
  }
  panel.destroy();
  uplot.destroy();
  panelStage.remove();
  uplotStage.remove();
}

/** The two stand side by side, so that neither is out of sight while it is measured. */
function newStage(of: 'panel' | 'uplot'): HTMLElement {
  const stage = document.createElement('div');
  Object.assign(stage.style, { position: 'absolute', top: 0, left: of === 'panel' ? 0 : `${PANEL.width + 40}px`, width: `${PANEL.width}px` });
  document.getElementById('stage')!.append(stage);
  return stage;
}

/** Such as "20 canvases, 4.6 million pixels". */
function describe(stage: HTMLElement): string {
  const canvases = [...stage.querySelectorAll('canvas')];
  const pixels = canvases.reduce((sum, { width, height }) => sum + width * height, 0);
  return `${canvases.length} canvases, ${(pixels / 1e6).toFixed(2)} million pixels`;
}

/** Lanes of a thousand series: how long until they are drawn, and each step of a scroll through them. */
async function measureLanes({ turns }: Pick<Ask, 'turns'>) {
  const [series, rows] = [1000, 100];
  const tracks = makeTracks(rows, series);
  const first: Lap[] = [];
  const scroll: Lap[] = [];
  for (let turn = -1; turn < turns; turn++) {
    const stage = newStage('panel');
    const panel = mountPanel(stage, theme, { width: PANEL.width, height: 800 });
    const frames = framesOf(sliceAt(tracks, 0, rows), theme);
    const lap = await timed(stage, () => panel.show(frames, { views: ['lanes'] }));
    const scroller = [...stage.querySelectorAll<HTMLElement>('*')].find((one) => one.scrollHeight > one.clientHeight + 1000);
    for (let step = 1; scroller && step <= 10; step++) {
      scroll.push(await timed(stage, () => (scroller.scrollTop = step * 1000)));
    }
    if (turn >= 0) {
      first.push(lap);
    }
    panel.destroy();
    stage.remove();
  }
  return { series, rows, first, scroll };
}

/** What is measured, as a data source would send it. */
function framesAsSent(points: number) {
  const rows = Math.max(2, Math.round(points / SERIES));
  const slices = sliceAt(makeTracks(rows), 0, rows);
  const { times } = slices[0]!;
  return { points, frames: framesOf(slices, theme).map((frame) => dataFrameToJSON(frame)), from: times[0]!, to: times.at(-1)! };
}

Object.assign(window, { bench: { ready: initPluginTranslations('seismo-bench', [async () => texts]), measure, measureLanes, framesAsSent } });
