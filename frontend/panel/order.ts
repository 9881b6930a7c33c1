/** Who comes first among series. Pure. */
import { byGravity } from './fields';
import type { SeveritySeries } from './model';
import type { SeriesOrder } from './options';

/** The series in this order; the given list stays as it is. */
export function inOrder(series: SeveritySeries[], order: SeriesOrder): SeveritySeries[] {
  switch (order) {
    case 'query':
      return series;
    case 'worst':
      return [...series].sort(byGravity);
    case 'name': {
      const byName = new Intl.Collator(undefined, { numeric: true });
      return [...series].sort((a, b) => byName.compare(a.name, b.name));
    }
  }
}
