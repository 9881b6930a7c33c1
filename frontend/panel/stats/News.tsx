import { css } from '@emotion/css';
import React, { useState } from 'react';
import type { TimeRange, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import type { SeverityScheme } from '../../contract/types';
import type { SeverityLevel } from '../../shared/contract';
import { formatMoment } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { verbatim } from '../../shared/i18n/verbatim';
import { severityGroup } from '../../shared/severity';
import { listEvents } from '../events/rows';
import type { SeveritySeries } from '../model';
import { severityWord } from '../words';

interface Props {
  series: SeveritySeries[];
  scheme: SeverityScheme;
  visible: ReadonlySet<SeverityLevel>;
  timeRange: TimeRange;
  timeZone: TimeZone;
}

interface Latest {
  key: string;
  timeMs: number;
  level: SeverityLevel;
  name: string;
}

/**
 * Announces an event that came with a refresh to screen readers, when nothing else is announced. A refresh without one
 * is silent, and so is another range, whose events are not new.
 */
export function News({ series, scheme, visible, timeRange, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const [state, setState] = useState<{ series: SeveritySeries[]; range: string; latest: Latest | null; news: Latest | null } | null>(null);
  if (state?.series !== series) {
    const range = `${String(timeRange.raw.from)} ${String(timeRange.raw.to)}`;
    const latest = latestOf(series, visible);
    const followed = state?.range === range && typeof timeRange.raw.to === 'string' && timeRange.raw.to.includes('now');
    const news = followed && isNews(latest, state.latest) ? latest : followed ? state.news : null;
    setState({ series, range, latest, news });
  }
  const news = state?.news;
  const rangeMs = timeRange.to.valueOf() - timeRange.from.valueOf();
  return (
    <div className={styles.unseen} aria-live="polite">
      {news &&
        t('panel.summary.news', 'New event: {{severity}} at {{time}} in {{name}}', {
          severity: severityWord(severityGroup(scheme, news.level).name).toLowerCase(),
          time: formatMoment(news.timeMs, rangeMs, timeZone),
          name: news.name,
          ...verbatim,
        })}
    </div>
  );
}

/** The event that began last; on a tie, the most severe. */
function latestOf(all: SeveritySeries[], visible: ReadonlySet<SeverityLevel>): Latest | null {
  return listEvents(all, null, visible).reduce<Latest | null>((latest, { key, fromMs, severity, name }) => {
    const later = latest === null || fromMs > latest.timeMs || (fromMs === latest.timeMs && severity > latest.level);
    return later ? { key, timeMs: fromMs, level: severity, name } : latest;
  }, null);
}

/** A later event, or the same one with a worse severity. */
function isNews(latest: Latest | null, before: Latest | null): boolean {
  if (latest === null || before === null) {
    return latest !== null;
  }
  return latest.timeMs > before.timeMs || (latest.key === before.key && latest.level > before.level);
}

const getStyles = () => ({
  unseen: css({ position: 'absolute', width: 1, height: 1, margin: -1, overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' }),
});
