/** The outlines of severity points. A shape adds a closed path; the caller fills and strokes many at once. */
import type { SeverityLevel } from '../../shared/contract';
import type { SeverityShape } from '../../shared/severity';

type PathContext = Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo' | 'arc' | 'closePath'>;

/** Radius in CSS pixels: the graver, the larger. */
export const SHAPE_RADIUS: Record<SeverityLevel, number> = { 1: 3, 2: 4.5, 3: 5.5, 4: 6.5 };

type Corners = ReadonlyArray<readonly [number, number]>;

/** Corners on a unit circle or square, clockwise from the top. */
const CORNERS: Record<Exclude<SeverityShape, 'circle'>, Corners> = {
  triangle: [
    [0, -1],
    [0.95, 0.75],
    [-0.95, 0.75],
  ],
  diamond: [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ],
  cross: [
    [0, -0.38],
    [0.55, -0.93],
    [0.93, -0.55],
    [0.38, 0],
    [0.93, 0.55],
    [0.55, 0.93],
    [0, 0.38],
    [-0.55, 0.93],
    [-0.93, 0.55],
    [-0.38, 0],
    [-0.93, -0.55],
    [-0.55, -0.93],
  ],
};

/** Adds the shape around a centre. */
export function addShape(context: PathContext, shape: SeverityShape, x: number, y: number, radius: number): void {
  if (shape === 'circle') {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  CORNERS[shape].forEach(([dx, dy], i) => {
    if (i === 0) {
      context.moveTo(x + dx * radius, y + dy * radius);
    } else {
      context.lineTo(x + dx * radius, y + dy * radius);
    }
  });
  context.closePath();
}

/** The same outline for an icon in the page: the `d` of an SVG path around 0,0. */
export function shapePath(shape: SeverityShape, radius: number): string {
  if (shape === 'circle') {
    return `M${radius},0A${radius},${radius},0,1,1,${-radius},0A${radius},${radius},0,1,1,${radius},0Z`;
  }
  return `M${CORNERS[shape].map(([dx, dy]) => `${dx * radius},${dy * radius}`).join('L')}Z`;
}
