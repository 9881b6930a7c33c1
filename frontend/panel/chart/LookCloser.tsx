import { css } from '@emotion/css';
import React, { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import type { SeismoEvent } from '../../shared/contract';
import { t } from '../../shared/i18n/text';
import { over } from '../annotations/own';
import { notesNear } from '../annotations/read';
import { DetailCard } from '../detail/DetailCard';
import type { SpotControl } from '../detail/spot';
import { spokenRow } from '../detail/spokenRow';
import { stepOf, walk, type Step } from '../detail/walk';
import type { ElementRef } from '../elementRef';
import { rowAt } from '../fields';
import type { SeveritySeries } from '../model';
import { useTip } from '../tips';

import { formatOf, type PlotSettings } from './shared';

/** What plots are given to show the row that is looked at. */
export interface Closer {
  timeMs: number | null;
  value: number | null;
  card: ReactNode;
  cardRef: ElementRef<HTMLDivElement>;
  pick: (series: SeveritySeries, timeMs: number) => void;
}

interface Props {
  /** Those that can be looked at. */
  series: SeveritySeries[];
  /** The one that the keyboard walks. */
  walked: SeveritySeries;
  control: SpotControl;
  colorOf: (series: SeveritySeries) => string;
  settings: PlotSettings;
  children: (closer: Closer) => ReactNode;
}

/** So much around an event is shown with it, as a share of its length and in intervals. */
const AROUND = { share: 1, intervals: 15 };

/** Makes plots a thing that the keyboard can walk, and whose rows can be pinned. */
export function LookCloser({ series, walked, control, colorOf, settings, children }: Props) {
  const styles = useStyles2(getStyles);
  const { spot, setSpot } = control;
  const { theme, timeZone, visible, annotations } = settings;
  const wrapper = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  // Nothing is said of a chart before the focus has come to it.
  const [come, setCome] = useState(false);
  const target = spot ? series.find(({ id }) => id === spot.series) : undefined;
  const row = target && spot ? rowAt(target, spot.timeMs) : null;
  const pinned = row !== null && spot?.pinned === true;
  useTip(row !== null, 'card');
  useCloseOutside(pinned, card, () => setSpot(null));

  const say = (one: SeveritySeries, at: number) => setSaid(spokenRow(one, at, formatOf(one.field, theme), timeZone));
  const close = () => {
    setSpot(null);
    wrapper.current?.focus({ preventScroll: true });
  };
  const go = (step: Step) => {
    const to = walk(walked, target === walked ? row : null, step, visible);
    if (to === null) {
      setSaid(t('panel.detail.no-more', 'No further anomaly'));
    } else {
      setSpot({ series: walked.id, timeMs: walked.times[to]!, pinned: false });
      say(walked, to);
    }
  };
  const pin = () => {
    if (spot) {
      setSpot({ ...spot, pinned: true });
      requestAnimationFrame(() => card.current?.focus());
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = actionOf(event, wrapper.current, row !== null, { close, pin, go });
    if (act) {
      act();
      // Grafana listens as well: Escape leaves the panel, letters are its shortcuts, arrows scroll the dashboard.
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const onBlur = (event: FocusEvent) => {
    const within = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
    if (spot && !spot.pinned && !within) {
      setSpot(null);
    }
  };
  const closer: Closer = {
    timeMs: target && row !== null ? target.times[row]! : null,
    value: target && row !== null ? (target.values[row] ?? null) : null,
    cardRef: card,
    card: target && row !== null && (
      <DetailCard
        series={target}
        row={row}
        color={colorOf(target)}
        timeZone={timeZone}
        pinned={pinned}
        annotations={notesNear(over(annotations, [target]), target, target.times[row]!)}
        cardRef={card}
        onClose={close}
        onZoom={(event) => settings.onZoom(around(event, target))}
      />
    ),
    pick: (one, timeMs) => {
      const at = rowAt(one, timeMs);
      if (at !== null) {
        setSpot({ series: one.id, timeMs, pinned: true });
        say(one, at);
        wrapper.current?.focus({ preventScroll: true });
      }
    },
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={wrapper}
      className={styles.chart}
      role="application"
      aria-roledescription={t('panel.detail.chart', 'chart')}
      aria-label={walked.name}
      aria-describedby={settings.keysId}
      // A chart that the keyboard walks has to be reached by it.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onFocus={() => setCome(true)}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    >
      {children(closer)}
      {come && (
        <div className={styles.spoken} aria-live="polite" aria-atomic="true">
          {said}
        </div>
      )}
    </div>
  );
}

interface Actions {
  close: () => void;
  pin: () => void;
  go: (step: Step) => void;
}

/** What a key does; null where it is not for the chart. Within the card only Escape is. */
function actionOf(event: KeyboardEvent, wrapper: HTMLElement | null, open: boolean, actions: Actions): (() => void) | null {
  if (event.key === 'Escape') {
    return open ? actions.close : null;
  }
  if (event.target !== wrapper) {
    return null;
  }
  if (event.key === 'Enter' || event.key === ' ') {
    return open ? actions.pin : null;
  }
  const step = stepOf(event);
  return step && (() => actions.go(step));
}

function around({ fromMs, toMs }: SeismoEvent, { verdict }: SeveritySeries): { from: number; to: number } {
  const air = Math.max((toMs - fromMs) * AROUND.share, (verdict?.meta?.intervalMs ?? 0) * AROUND.intervals);
  return { from: fromMs - air, to: toMs + air };
}

/** A press beside a pinned card closes it, as it does elsewhere in Grafana. */
function useCloseOutside(open: boolean, card: ElementRef<HTMLElement>, close: () => void): void {
  const newest = useRef(close);
  useEffect(() => {
    newest.current = close;
  });
  useEffect(() => {
    if (!open) {
      return undefined;
    }
    const onDown = ({ target }: MouseEvent) => {
      if (target instanceof Node && !card.current?.contains(target)) {
        newest.current();
      }
    };
    document.addEventListener('mousedown', onDown, true);
    return () => document.removeEventListener('mousedown', onDown, true);
  }, [open, card]);
}

const getStyles = (theme: GrafanaTheme2) => ({
  chart: css({
    position: 'relative',
    '&:focus': { outline: 'none' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  spoken: css({
    position: 'absolute',
    width: 1,
    height: 1,
    margin: -1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
});
