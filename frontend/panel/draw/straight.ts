/** Lines without the points that nobody sees: those on the straight way between two others. */
import type { Pen } from './thin';

/** So far from where a point was, the line may pass (canvas pixels). */
const TOLERANCE = 0.2;

/**
 * Hands on to a pen only the points where a line turns: each point left out narrows the slopes that the line may take, and
 * the first point outside of them begins another stretch. `done` ends the last one.
 */
export class StraightPen implements Pen {
  private fromX = 0;
  private fromY = 0;
  private lastX = 0;
  private lastY = 0;
  private waiting = false;
  private flattest = -Infinity;
  private steepest = Infinity;

  constructor(private readonly pen: Pen) {}

  moveTo(x: number, y: number): void {
    this.done();
    this.pen.moveTo(x, y);
    this.begin(x, y);
  }

  lineTo(x: number, y: number): void {
    const far = x - this.fromX;
    const slope = (y - this.fromY) / far;
    const turns = (x - this.lastX) * far < 0;
    if (this.waiting && (turns || !(slope >= this.flattest && slope <= this.steepest))) {
      this.pen.lineTo(this.lastX, this.lastY);
      this.begin(this.lastX, this.lastY);
      this.lineTo(x, y);
      return;
    }
    const play = TOLERANCE / Math.abs(far);
    this.flattest = Math.max(this.flattest, slope - play);
    this.steepest = Math.min(this.steepest, slope + play);
    this.lastX = x;
    this.lastY = y;
    this.waiting = true;
  }

  done(): void {
    if (this.waiting) {
      this.pen.lineTo(this.lastX, this.lastY);
      this.waiting = false;
    }
  }

  private begin(x: number, y: number): void {
    this.fromX = x;
    this.fromY = y;
    this.waiting = false;
    this.flattest = -Infinity;
    this.steepest = Infinity;
  }
}
