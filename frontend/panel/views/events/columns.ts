/** The columns of the list at each width, and the height of its lines. Pure. */

/** Height of a line of the list of events, and of its head (CSS pixels). */
export const EVENT_LINE = 26;

const EVENT_COLUMNS = ['start', 'duration', 'severity', 'series', 'score', 'value', 'reason', 'actions'] as const;
export type EventColumn = (typeof EVENT_COLUMNS)[number];

/** Width of the list from which on a column is shown (CSS pixels): time and series first, then the reason. */
const FROM: Record<EventColumn, number> = { start: 0, severity: 0, series: 120, actions: 300, reason: 480, duration: 560, value: 700, score: 780 };

/** The columns that fit, in their order. */
export function columnsAt(width: number): EventColumn[] {
  return EVENT_COLUMNS.filter((column) => width >= FROM[column]);
}
