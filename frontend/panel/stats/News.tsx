import { css } from '@emotion/css';
import React, { useState } from 'react';
import type { TimeRange, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { SEVERITY_LEVELS, type SeverityLevel, type SeverityScheme } from '../../shared/contract';
import { formatMoment } from '../../shared/format';
import { verbatim } from '../../shared/i18n/verbatim';
import { severityGroup } from '../../shared/severity';
import { isScored, type SeveritySeries } from '../model';
import { severityWord } from '../words';

interface Props {
  series: SeveritySeries[];
  scheme: SeverityScheme;
  visible: ReadonlySet<SeverityLevel>;
  timeRange: TimeRange;
  timeZone: TimeZone;
}

interface Latest {
  timeMs: number;
  level: SeverityLevel;
  name: string;
}

/**
 * Tells screen readers of an anomaly that came with a refresh, when they have nothing else to say. A refresh that brings
 * none is silent, and so is another range: what it shows is not new.
 */
export function News({ series, scheme, visible, timeRange, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const [state, setState] = useState<{ series: SeveritySeries[]; range: string; latest: Latest | null; news: Latest | null } | null>(null);
  if (state?.series !== series) {
    const range = `${String(timeRange.raw.from)} ${String(timeRange.raw.to)}`;
    const latest = latestOf(series, visible);
    const followed = state?.range === range && typeof timeRange.raw.to === 'string' && timeRange.raw.to.includes('now');
    const isNews = followed && latest !== null && latest.timeMs > (state.latest?.timeMs ?? -Infinity);
    setState({ series, range, latest, news: isNews ? latest : followed ? state.news : null });
  }
  const news = state?.news;
  const rangeMs = timeRange.to.valueOf() - timeRange.from.valueOf();
  return (
    <div className={styles.unseen} aria-live="polite">
      {news &&
        t('panel.summary.news', 'New anomaly: {{severity}} at {{time}} in {{name}}', {
          severity: severityWord(severityGroup(scheme, news.level).name).toLowerCase(),
          time: formatMoment(news.timeMs, rangeMs, timeZone),
          name: news.name,
          ...verbatim,
        })}
    </div>
  );
}

function latestOf(all: SeveritySeries[], visible: ReadonlySet<SeverityLevel>): Latest | null {
  let latest: Latest | null = null;
  for (const { name, verdict } of all.filter(isScored)) {
    for (const level of SEVERITY_LEVELS.filter((one) => visible.has(one))) {
      const timeMs = verdict.marks[level].times.at(-1);
      if (timeMs !== undefined && (latest === null || timeMs >= latest.timeMs)) {
        latest = { timeMs, level, name };
      }
    }
  }
  return latest;
}

const getStyles = () => ({
  unseen: css({ position: 'absolute', width: 1, height: 1, margin: -1, overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' }),
});
