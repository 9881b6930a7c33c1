/** How long a drawing takes, to the end of the frame in which it is painted. */

export interface Lap {
  /** From before the work to after the frame that shows it, canvases read back (ms). */
  drawnMs: number;
  /** The longest frame in between (ms). */
  frameMs: number;
}

const nextFrame = () => new Promise<void>((done) => requestAnimationFrame(() => done()));

/** Garbage is collected before, not while the time is taken; Chromium runs with the switch that allows it. */
const collectGarbage = (globalThis as { gc?: () => void }).gc ?? (() => undefined);

/** Times some work that draws under `stage`. */
export async function timed(stage: HTMLElement, work: () => void): Promise<Lap> {
  collectGarbage();
  await nextFrame();
  await nextFrame();
  const frames: number[] = [];
  const begin = performance.now();
  let last = begin;
  const tick = () => {
    const now = performance.now();
    frames.push(now - last);
    last = now;
  };
  work();
  await nextFrame();
  tick();
  await nextFrame();
  readBack(stage);
  tick();
  return { drawnMs: performance.now() - begin, frameMs: Math.max(...frames) };
}

/** Chromium may put off what was drawn on a canvas; asking for a pixel makes it happen now. */
function readBack(stage: HTMLElement): void {
  for (const canvas of stage.querySelectorAll('canvas')) {
    if (canvas.width > 0 && canvas.height > 0) {
      canvas.getContext('2d')!.getImageData(0, 0, 1, 1);
    }
  }
}
