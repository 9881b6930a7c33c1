/** Lanes and their buckets in words. */
import type { TimeZone } from '@grafana/data';

import type { SeverityScheme } from '../../../contract/types';
import { formatMoment, formatShare } from '../../../shared/format';
import { t } from '../../../shared/i18n/text';
import { verbatim } from '../../../shared/i18n/verbatim';
import { severityGroup } from '../../../shared/severity';
import type { SeveritySeries } from '../../model';
import { eventsAndRows, severityWord, standingText } from '../../words';

import type { Seen } from './cells';
import { endsOf, type Grid } from './grid';
import type { SpanKind } from './spans';

/** Such as "web-1: 2 events (3 rows), worst critical at 14:05"; also why the current state is unknown. */
export function laneLabel({ name, standing }: Pick<SeveritySeries, 'name' | 'standing'>, scheme: SeverityScheme, lane: Seen | null, rangeMs: number, timeZone: TimeZone): string {
  const unknown = standingText(standing, rangeMs, timeZone);
  if (!lane) {
    return unknown === null ? t('panel.lanes.calm', '{{name}}: no events', { name, ...verbatim }) : `${name}: ${unknown}`;
  }
  const happened = t('panel.lanes.lane', '{{name}}: {{events}}, worst {{severity}} at {{time}}', {
    name,
    events: eventsAndRows(lane.events.size, lane.rows),
    severity: severityWord(severityGroup(scheme, lane.worst).name).toLowerCase(),
    time: formatMoment(lane.peakMs, rangeMs, timeZone),
    ...verbatim,
  });
  return unknown === null ? happened : `${happened}. ${unknown}`;
}

/** The text for a bucket without anomalies. */
export function calmText(kind: SpanKind): string {
  switch (kind) {
    case 'scored':
      return t('panel.lanes.scored', 'No events');
    case 'unscored':
      return t('panel.lanes.unscored', 'Not scored');
    case 'gap':
      return t('panel.lanes.gap', 'No samples');
    case 'excluded':
      return t('panel.lanes.excluded', 'Excluded: not reported');
  }
}

/** Such as "14:00 – 14:05". */
export function bucketText(grid: Grid, bucket: number, timeZone: TimeZone): string {
  const [fromMs, toMs] = endsOf(grid, bucket);
  const rangeMs = grid.toMs - grid.fromMs;
  return t('panel.lanes.bucket', '{{from}} – {{to}}', {
    from: formatMoment(fromMs, rangeMs, timeZone),
    to: formatMoment(toMs, rangeMs, timeZone),
    ...verbatim,
  });
}

/** Such as "14:00 – 14:05: Critical, 1 event (3 rows), peak score 93 %". */
export function cellLabel(grid: Grid, bucket: number, scheme: SeverityScheme, seen: Seen, timeZone: TimeZone): string {
  return t('panel.lanes.cell', '{{bucket}}: {{severity}}, {{events}}, peak score {{score}}', {
    bucket: bucketText(grid, bucket, timeZone),
    severity: severityWord(severityGroup(scheme, seen.worst).name),
    events: eventsAndRows(seen.events.size, seen.rows),
    score: formatShare(seen.peakScore),
    ...verbatim,
  });
}
