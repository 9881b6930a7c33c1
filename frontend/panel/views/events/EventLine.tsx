import { css, cx } from '@emotion/css';
import React, { memo, useMemo, type ReactNode } from 'react';
import { textUtil, type GrafanaTheme2, type LinkModel, type TimeZone } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';

import { formatInstant, formatMoment, formatShare } from '../../../shared/format';
import { t } from '../../../shared/i18n/text';
import { verbatim } from '../../../shared/i18n/verbatim';
import { severityColor, severityGroup } from '../../../shared/severity';
import { differenceFormatOf, formatOf } from '../../chart/shared';
import { lastingText, NOTHING, reasonText } from '../../events/reason';
import type { EventRow } from '../../events/rows';
import { SeverityIcon } from '../../SeverityIcon';
import { severityWord } from '../../words';

import type { EventColumn } from './columns';
import { ZoomGlyph } from './ZoomGlyph';

interface Props {
  event: EventRow;
  place: number;
  columns: EventColumn[];
  rangeMs: number;
  timeZone: TimeZone;
  opened: boolean;
  onOpen: (id: string) => void;
  onZoom: (event: EventRow) => void;
}

/** One event; its name opens the series. */
export const EventLine = memo(function EventLine({ event, place, columns, rangeMs, timeZone, opened, onOpen, onZoom }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { series, name, severity, scheme } = event;
  const formats = useMemo(
    () => ({ value: formatOf(event.field, theme), difference: differenceFormatOf(event.field, theme) }),
    [event.field, theme]
  );
  const number = (value: number | null) => (value === null ? NOTHING : formats.value(value));
  const word = severityWord(severityGroup(scheme, severity).name);
  const start = formatMoment(event.fromMs, rangeMs, timeZone);
  const reason = reasonText(event, formats);
  const links = event.row === null ? [] : (event.field.getLinks?.({ valueRowIndex: event.row }) ?? []);
  const cells: Record<EventColumn, () => ReactNode> = {
    start: () => start,
    duration: () => lastingText(event),
    severity: () => (
      <span className={styles.severity}>
        <SeverityIcon level={severity} scheme={scheme} />
        <span className={columns.includes('actions') ? undefined : 'sr-only'}>{word}</span>
      </span>
    ),
    series: () =>
      series ? (
        <button type="button" className={styles.name} title={t('panel.events.open-series', 'Open {{name}} in the timeline', { name, ...verbatim })} onClick={() => onOpen(series.id)}>
          {name}
        </button>
      ) : (
        name
      ),
    score: () => (event.score === null ? NOTHING : formatShare(event.score)),
    value: () => (
      <>
        {number(event.value)} <span className={styles.weak}>/ {number(event.expected)}</span>
      </>
    ),
    reason: () => reason,
    actions: () => (
      <span className={styles.actions}>
        <button
          type="button"
          className={styles.link}
          title={t('panel.events.zoom-title', 'Zoom to this event')}
          aria-label={t('panel.events.zoom', 'Zoom to the event of {{name}} at {{time}}', { name, time: start, ...verbatim })}
          onClick={() => onZoom(event)}
        >
          <ZoomGlyph />
        </button>
        {links.map((link) => (
          <EventLink key={link.href + link.title} link={link} />
        ))}
      </span>
    ),
  };
  const titles: Partial<Record<EventColumn, () => string>> = {
    start: () => formatInstant(event.fromMs, timeZone),
    severity: () => word,
    reason: () => reason,
  };
  return (
    <tr
      aria-rowindex={place + 2}
      className={cx(styles.line, opened && styles.opened)}
      style={{ boxShadow: `inset 3px 0 ${severityColor(severity, theme.isDark, scheme)}` }}
    >
      {columns.map((column) => (
        <td
          key={column}
          className={widthOf(column, columns) ? styles.cut : undefined}
          style={{ width: widthOf(column, columns) }}
          title={titles[column]?.()}
        >
          {cells[column]()}
        </td>
      ))}
    </tr>
  );
});

/** The width of columns that shrink in little room; the others are as wide as their content. */
function widthOf(column: EventColumn, columns: EventColumn[]): string | undefined {
  if (column === 'series') {
    return columns.includes('reason') ? '24%' : '100%';
  }
  return column === 'reason' ? '51%' : undefined;
}

function EventLink({ link }: { link: LinkModel }) {
  const styles = useStyles2(getStyles);
  return (
    <a
      className={styles.link}
      href={textUtil.sanitizeUrl(link.href)}
      target={link.target}
      rel="noreferrer"
      title={link.title}
      aria-label={link.title}
      onClick={link.onClick}
    >
      <Icon name="external-link-alt" size="sm" />
    </a>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ 'td:first-of-type': { paddingLeft: theme.spacing(1) } }),
  opened: css({ background: theme.colors.action.selected }),
  severity: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), verticalAlign: 'middle' }),
  weak: css({ color: theme.colors.text.secondary }),
  // Text that is too long is cut, and is complete in the title.
  cut: css({ maxWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }),
  name: css({
    maxWidth: '100%',
    padding: 0,
    border: 'none',
    background: 'transparent',
    color: theme.colors.text.primary,
    fontSize: 'inherit',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    textAlign: 'left',
    '&:hover': { color: theme.colors.text.link, textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -1 },
  }),
  actions: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), verticalAlign: 'middle' }),
  link: css({
    padding: 2,
    border: 'none',
    background: 'transparent',
    color: theme.colors.text.secondary,
    lineHeight: 1,
    '&:hover': { color: theme.colors.text.link },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -1 },
  }),
});
