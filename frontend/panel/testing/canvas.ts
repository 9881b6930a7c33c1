/** A canvas that draws nothing, for uPlot in jsdom. */
import { vi } from 'vitest';

/** Accepts every call and draws nothing; texts have a width. */
export function stubCanvas(): void {
  vi.stubGlobal(
    'Path2D',
    class {
      moveTo() {}
      lineTo() {}
      rect() {}
      arc() {}
      closePath() {}
      addPath() {}
      bezierCurveTo() {}
    }
  );
  const context = new Proxy<Record<string, unknown>>(
    { measureText: (text: string) => ({ width: text.length * 7 }) },
    { get: (target, name: string) => target[name] ?? (() => undefined) }
  );
  HTMLCanvasElement.prototype.getContext = (() => context) as never;
}
