/** The listed views by order and by id. No view may import this: a view is described before all of them are. */
import * as list from './list';
import type { ViewDescription } from './view';

export type View = (typeof list)[keyof typeof list]['id'];

const described: Array<ViewDescription<View>> = Object.values(list).sort((a, b) => a.order - b.order);
const byId = new Map(described.map((view) => [view.id, view]));

/** All views, in their order. */
export const VIEWS: View[] = described.map(({ id }) => id);

export function viewOf(id: View): ViewDescription<View> {
  return byId.get(id)!;
}

/** The display name of a view. */
export function viewWord(id: View): string {
  return viewOf(id).label();
}
