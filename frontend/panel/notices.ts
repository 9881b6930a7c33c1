/** What the data source says about its answer. Pure. */
import type { DataFrame } from '@grafana/data';
import { t } from '@grafana/i18n';

/** More would take the room of what they speak of. */
const MOST_LINES = 3;

/** The text of each notice once; `trouble` alone leaves out those that merely inform. */
export function noticesIn(frames: DataFrame[], trouble: boolean): string[] {
  const all = frames.flatMap(({ meta }) => meta?.notices ?? []);
  return [...new Set(all.filter(({ severity }) => !trouble || severity !== 'info').map(({ text }) => text))];
}

/** The troubles as lines under the views; Grafana shows all notices in the corner of a panel, where nobody may look. */
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
