/** The data source's notices about its answer. Pure. */
import type { DataFrame } from '@grafana/data';

import { t } from '../shared/i18n/text';

/** Largest number of lines, so that the views keep their room. */
const MOST_LINES = 3;

/** The text of each notice, once; `trouble` leaves out notices for information. */
export function noticesIn(frames: DataFrame[], trouble: boolean): string[] {
  const all = frames.flatMap(({ meta }) => meta?.notices ?? []);
  return [...new Set(all.filter(({ severity }) => !trouble || severity !== 'info').map(({ text }) => text))];
}

/** The warnings as lines under the views, because Grafana shows all notices only in the corner of a panel. */
export function noticeLines(frames: DataFrame[]): string[] {
  const all = noticesIn(frames, true);
  const more = all.length - MOST_LINES;
  return more <= 0
    ? all
    : [
        ...all.slice(0, MOST_LINES),
        t('panel.note.more-notices', 'The data source gives {{count}} more warnings.', {
          count: more,
          defaultValue_one: 'The data source gives {{count}} more warning.',
        }),
      ];
}
