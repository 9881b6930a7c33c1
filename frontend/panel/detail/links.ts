/** The data links of a row, as the field's config asks for them. */
import type { LinkModel } from '@grafana/data';

import type { SeveritySeries } from '../model';

/** Grafana fills their variables with the row as it stands in the frame. */
export function linksOf({ field, order }: SeveritySeries, row: number): LinkModel[] {
  return field.getLinks?.({ valueRowIndex: order?.[row] ?? row }) ?? [];
}
