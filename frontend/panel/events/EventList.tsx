import { css } from '@emotion/css';
import React from 'react';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { namedCause, type SeismoEvent } from '../../shared/contract';
import { formatMoment, formatShare, formatSigmas } from '../../shared/format';
import { severityGroup } from '../../shared/severity';
import { rarityText } from '../rarity';
import { SeverityIcon } from '../SeverityIcon';
import { causeWord, severityWord } from '../words';

import type { ListedEvent } from './list';

interface Props {
  events: ListedEvent[];
  height: number;
  rangeMs: number;
  timeZone: TimeZone;
}

/** Stands where an event has nothing to say. */
const NOTHING = '–';

/** What happened, when, why, and how rare that is: the chart's events as text, which the keyboard scrolls. */
export function EventList({ events, height, rangeMs, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const label = t('panel.events.label', 'Events');
  return (
    // A region that scrolls has to be reached by the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.list} style={{ height }} role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('panel.events.peak', 'Peak')}</th>
            <th scope="col">{t('panel.events.severity', 'Severity')}</th>
            <th scope="col">{t('panel.events.series', 'Series')}</th>
            <th scope="col">{t('panel.events.cause', 'Cause')}</th>
            <th scope="col">{t('panel.events.deviation', 'Deviation')}</th>
            <th scope="col">{t('panel.events.rarity', 'How rare')}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((listed) => (
            <EventRow key={`${listed.series.id} ${listed.event.fromMs}`} {...listed} rangeMs={rangeMs} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EventRow({ series, event, rangeMs, timeZone }: ListedEvent & Pick<Props, 'rangeMs' | 'timeZone'>) {
  const { scheme } = series.verdict;
  const cause = namedCause(event.cause);
  const { deviation, alarmsPerWeek } = event;
  return (
    <tr>
      <td>{formatMoment(event.peakMs, rangeMs, timeZone)}</td>
      <td>
        <SeverityIcon level={event.severity} scheme={scheme} /> {severityWord(severityGroup(scheme, event.severity).name)}
      </td>
      <td>{series.name}</td>
      <td>{cause ? causeWord(cause) : metricsText(event)}</td>
      <td>{typeof deviation === 'number' ? formatSigmas(deviation) : NOTHING}</td>
      <td>{typeof alarmsPerWeek === 'number' ? rarityText(alarmsPerWeek) : NOTHING}</td>
    </tr>
  );
}

/** Of metrics that are scored as one there is no cause to tell, but who is to blame. */
function metricsText({ metrics = [] }: SeismoEvent): string {
  const shares = metrics.map(({ name, contribution }) => `${name} ${formatShare(contribution)}`);
  return shares.length > 0 ? shares.join(', ') : NOTHING;
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    overflow: 'auto',
    flexShrink: 0,
    padding: theme.spacing(0, 1),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
    table: { width: '100%' },
    'th, td': { height: 22, padding: theme.spacing(0, 2, 0, 0), textAlign: 'left', whiteSpace: 'nowrap', svg: { verticalAlign: '-2px' } },
    th: {
      position: 'sticky',
      top: 0,
      background: theme.colors.background.primary,
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightRegular,
    },
  }),
});
