import { useLayoutEffect, useRef } from 'react';

import type { ElementRef } from './elementRef';

/**
 * A canvas that is repainted when its size or `paint` changes; `paint` must be stable while its picture is the same.
 */
export function useCanvas(width: number, height: number, paint: (context: CanvasRenderingContext2D) => void): ElementRef<HTMLCanvasElement> {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) {
      return;
    }
    const ratio = globalThis.devicePixelRatio || 1;
    canvas.current.width = Math.round(width * ratio);
    canvas.current.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    paint(context);
  }, [width, height, paint]);
  return canvas;
}
