/** The layout of cards in the width. Pure. */
export const CARD = { width: 210, height: 110, gap: 8 };

export interface CardGrid {
  columns: number;
  rows: number;
  /** Width of one card (CSS pixels). */
  width: number;
}

/** As many columns as fit, all equally wide; one if not even one fits. */
export function cardGrid(count: number, width: number): CardGrid {
  const columns = Math.max(1, Math.min(Math.max(1, count), Math.floor((width - CARD.gap) / (CARD.width + CARD.gap))));
  const room = Math.max(0, width - (columns + 1) * CARD.gap);
  return { columns, rows: Math.ceil(count / columns), width: Math.floor(Math.min(room / columns, 2 * CARD.width)) };
}
