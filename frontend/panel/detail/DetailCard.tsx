import { css, cx } from '@emotion/css';
import React from 'react';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { Button, DataLinkButton, IconButton, useStyles2 } from '@grafana/ui';

import type { SeismoEvent } from '../../shared/contract';
import { t } from '../../shared/i18n/text';
import { verbatim } from '../../shared/i18n/verbatim';
import type { ElementRef } from '../elementRef';
import type { SeveritySeries } from '../model';
import { Fact } from '../tooltip/Fact';
import { provenanceOf } from '../tooltip/provenance';
import { SeverityTooltip } from '../tooltip/SeverityTooltip';

import { linksOf } from './links';

interface Props {
  series: SeveritySeries;
  row: number;
  color: string;
  timeZone: TimeZone;
  /** Otherwise it follows the keyboard and has no buttons. */
  pinned: boolean;
  /** Annotations at this time, as text. */
  annotations: string[];
  cardRef: ElementRef<HTMLDivElement>;
  onClose: () => void;
  onZoom: (event: SeismoEvent) => void;
}

/** All facts of a row; when pinned also the provenance of its score, links, and a way to its event. */
export function DetailCard({ series, row, color, timeZone, pinned, annotations, cardRef, onClose, onZoom }: Props) {
  const styles = useStyles2(getStyles);
  const timeMs = series.times[row]!;
  const meta = series.verdict?.meta;
  const event = series.verdict?.events.find(({ fromMs, toMs }) => fromMs <= timeMs && timeMs <= toMs);
  const links = pinned ? linksOf(series, row) : [];
  const label = t('panel.detail.label', 'Details of {{series}}', { series: series.name, ...verbatim });
  return (
    <div
      ref={cardRef}
      className={cx(styles.card, pinned && styles.pinned)}
      role={pinned ? 'dialog' : undefined}
      aria-label={pinned ? label : undefined}
      aria-hidden={!pinned}
      tabIndex={-1}
    >
      {pinned && (
        <IconButton
          name="times"
          className={styles.close}
          aria-label={t('panel.detail.close', 'Close the details')}
          onClick={onClose}
        />
      )}
      <SeverityTooltip series={series} row={row} color={color} timeZone={timeZone} annotations={annotations} />
      {pinned && meta && (
        <dl className={styles.facts}>
          {provenanceOf(meta).map(({ label: name, text }) => (
            <Fact key={name} label={name}>
              {text}
            </Fact>
          ))}
        </dl>
      )}
      {pinned && (event || links.length > 0) && (
        <div className={styles.footer}>
          {event && (
            <Button size="sm" variant="secondary" icon="search-plus" onClick={() => onZoom(event)}>
              {t('panel.detail.zoom', 'Zoom to event')}
            </Button>
          )}
          {links.map((link, place) => (
            <DataLinkButton key={place} link={link} buttonProps={{ variant: 'secondary' }} />
          ))}
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    position: 'fixed',
    top: 0,
    left: 0,
    zIndex: theme.zIndex.tooltip,
    maxWidth: 'min(360px, calc(100vw - 16px))',
    maxHeight: 'calc(100vh - 16px)',
    overflowY: 'auto',
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z2,
    pointerEvents: 'none',
    userSelect: 'text',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  pinned: css({ pointerEvents: 'auto', boxShadow: theme.shadows.z3, borderColor: theme.colors.border.medium }),
  close: css({ position: 'absolute', top: theme.spacing(1), right: theme.spacing(0.5) }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: theme.spacing(2),
    rowGap: 2,
    margin: theme.spacing(0, 1.25),
    padding: theme.spacing(0.5, 0, 1),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    fontSize: theme.typography.bodySmall.fontSize,
    dt: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
    dd: { margin: 0, textAlign: 'right' },
  }),
  footer: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 1.25),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
});
