/** The position of a card beside a point, in pixels of the window. Pure. */

interface Size {
  width: number;
  height: number;
}

/** Distance from the point to the card, so that the point stays visible. */
const AWAY = 14;
/** Distance from the card to the edge of the window. */
const EDGE = 8;

/** To the right of the point, or to its left if there is no room; always inside the window. */
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

/** If both ends do not fit, the first one wins, because the top of a card is read first. */
function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
