/** The data links of a row, as configured for the field. */
import type { LinkModel } from '@grafana/data';

import type { SeveritySeries } from '../model';

/** Grafana fills their variables with the row's place in the frame. */
export function linksOf({ field, order }: SeveritySeries, row: number): LinkModel[] {
  return field.getLinks?.({ valueRowIndex: order?.[row] ?? row }) ?? [];
}
