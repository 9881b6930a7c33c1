/** The heights of lanes. Pure. */
export const LANE = { axis: 22, usual: 22, lowest: 16, highest: 30 };

/**
 * The height of each lane: all are visible if that leaves them readable; if they scroll anyway, they are more
 * comfortable.
 */
export function laneHeight(lanes: number, height: number): number {
  const each = Math.floor(height / Math.max(1, lanes));
  return each < LANE.lowest ? Math.min(LANE.usual, Math.max(1, height)) : Math.min(LANE.highest, each);
}
