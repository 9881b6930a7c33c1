import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeRange } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, Spinner, useStyles2 } from '@grafana/ui';

import { selectors } from '../../shared/selectors';
import { Section } from '../fields/Section';
import type { SeismoQuery } from '../types';
import { Sparkline } from './Sparkline';
import { roundRate, type Summary } from './summary';
import { usePreview, type Asked } from './usePreview';

interface Props {
  idPrefix: string;
  datasource: Asked;
  query: SeismoQuery;
  /** Whether the query is valid. */
  state: 'ready' | 'empty' | 'wrong';
  range: TimeRange;
  timeZone: string;
}

/** Number of series shown; the panel shows more. */
const MOST_SERIES = 3;

/** The alarms of the query. It runs the query only while it is open. */
export function PreviewSection({ idPrefix, ...props }: Props) {
  return (
    <Section
      name="preview"
      idPrefix={idPrefix}
      title={t('datasource.preview.title', 'Preview')}
      summary={t('datasource.preview.closed', 'the alarms of this query in the range shown')}
    >
      <OpenPreview {...props} />
    </Section>
  );
}

function OpenPreview({ datasource, query, state, range, timeZone }: Omit<Props, 'idPrefix'>) {
  const styles = useStyles2(getStyles);
  const preview = usePreview({ datasource, query: state === 'ready' ? query : null, range, timeZone });
  const { summary, error } = preview;
  const isLoading = state === 'ready' && preview.isLoading;
  return (
    <div className={styles.preview} data-testid={selectors.queryEditor.preview} aria-busy={isLoading}>
      <div className={styles.words} role="status">
        {isLoading && <Spinner inline size="sm" />}
        {error !== null && state === 'ready' && !isLoading && <Icon name="exclamation-triangle" className={styles.warning} />}
        <span>{wordsFor(state, summary, error)}</span>
      </div>
      {state === 'ready' && summary && (
        <>
          {summary.series.slice(0, MOST_SERIES).map((series, index) => (
            <Sparkline key={`${index} ${series.name}`} series={series} range={preview.range} timeZone={timeZone} />
          ))}
          {summary.series.length > MOST_SERIES && (
            <p className={styles.more}>
              {t('datasource.preview.more', 'and {{count}} more series', {
                count: summary.series.length - MOST_SERIES,
                defaultValue_one: 'and 1 more series',
              })}
            </p>
          )}
        </>
      )}
    </div>
  );
}

function wordsFor(state: Props['state'], summary: Summary | null, error: string | null): string {
  if (state === 'empty') {
    return t('datasource.preview.empty', 'Write a query to see its alarms.');
  }
  if (state === 'wrong') {
    return t('datasource.preview.wrong', 'Correct the marked fields to see the query’s alarms.');
  }
  if (error !== null) {
    return error || t('datasource.preview.failed', 'The data source did not answer.');
  }
  return summary ? verdictOf(summary) : t('datasource.preview.asking', 'Asking…');
}

function verdictOf({ anomalies, events, perWeek, series, notices }: Summary): string {
  if (perWeek === null) {
    return notices[0] ?? t('datasource.preview.none', 'No series has data in this range.');
  }
  if (anomalies === 0) {
    return t('datasource.preview.quiet', 'Would have raised no anomaly in this range ({{count}} series).', { count: series.length });
  }
  const raised = t('datasource.preview.raised', 'Would have raised {{count}} anomalies in this range', {
    count: anomalies,
    defaultValue_one: 'Would have raised 1 anomaly in this range',
  });
  const joined = t('datasource.preview.joined', '{{count}} events, about {{rate}} per week and series', {
    count: events,
    defaultValue_one: '1 event, about {{rate}} per week and series',
    rate: roundRate(perWeek),
  });
  return `${raised} (${joined}).`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  preview: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), containerType: 'inline-size' }),
  words: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), minHeight: 20, margin: 0 }),
  warning: css({ color: theme.colors.warning.text }),
  more: css({ margin: 0, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
