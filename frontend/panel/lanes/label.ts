/** Lanes and their buckets in words. */
import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';

import type { SeverityScheme } from '../../shared/contract';
import { formatMoment, formatShare } from '../../shared/format';
import { verbatim } from '../../shared/i18n/verbatim';
import { severityGroup } from '../../shared/severity';
import { anomaliesText, severityWord } from '../words';

import type { Seen } from './cells';
import { endsOf, type Grid } from './grid';
import type { SpanKind } from './spans';

/** Such as "web-1: 3 anomalies, worst critical at 14:05". */
export function laneLabel(name: string, scheme: SeverityScheme, lane: Seen | null, rangeMs: number, timeZone: TimeZone): string {
  if (!lane) {
    return t('panel.lanes.calm', '{{name}}: no anomalies', { name, ...verbatim });
  }
  return t('panel.lanes.lane', '{{name}}: {{anomalies}}, worst {{severity}} at {{time}}', {
    name,
    anomalies: anomaliesText(lane.count),
    severity: severityWord(severityGroup(scheme, lane.worst).name).toLowerCase(),
    time: formatMoment(lane.peakMs, rangeMs, timeZone),
    ...verbatim,
  });
}

/** What is said of a bucket without anomalies. */
export function calmText(kind: SpanKind): string {
  switch (kind) {
    case 'scored':
      return t('panel.lanes.scored', 'No anomalies');
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

/** Such as "14:00 – 14:05: Critical, 3 anomalies, peak score 93 %". */
export function cellLabel(grid: Grid, bucket: number, scheme: SeverityScheme, seen: Seen, timeZone: TimeZone): string {
  return t('panel.lanes.cell', '{{bucket}}: {{severity}}, {{anomalies}}, peak score {{score}}', {
    bucket: bucketText(grid, bucket, timeZone),
    severity: severityWord(severityGroup(scheme, seen.worst).name),
    anomalies: anomaliesText(seen.count),
    score: formatShare(seen.peakScore),
    ...verbatim,
  });
}
