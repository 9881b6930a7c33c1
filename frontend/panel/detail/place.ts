/** Where a card stands beside a point, in pixels of the window. Pure. */

interface Size {
  width: number;
  height: number;
}

/** From the point to the card: the point stays in sight. */
const AWAY = 14;
/** From the card to the edge of the window. */
const EDGE = 8;

/** To the right of the point, or to its left where there is no room; never beyond the window. */
export function placeBeside(point: { x: number; y: number }, card: Size, window: Size): { left: number; top: number } {
  const right = point.x + AWAY;
  const left = point.x - AWAY - card.width;
  const fits = right + card.width + EDGE <= window.width;
  const x = fits || left < EDGE ? right : left;
  return {
    left: within(x, EDGE, window.width - card.width - EDGE),
    top: within(point.y - card.height / 3, EDGE, window.height - card.height - EDGE),
  };
}

/** Where the ends do not leave room, the first one holds: the top of a card is read first. */
function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
