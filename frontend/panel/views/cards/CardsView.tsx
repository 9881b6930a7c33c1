import { css } from '@emotion/css';
import React from 'react';
import type { TimeRange, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import type { SeverityLevel } from '../../../shared/contract';
import { t } from '../../../shared/i18n/text';
import type { SeveritySeries } from '../../model';
import { useVirtual } from '../../useVirtual';

import { CARD, cardGrid } from './grid';
import { MetricCard } from './MetricCard';

interface Props {
  /** In the order of the cards. */
  series: SeveritySeries[];
  /** The colour index of each series, by its id. */
  places: ReadonlyMap<string, number>;
  visible: ReadonlySet<SeverityLevel>;
  timeRange: TimeRange;
  timeZone: TimeZone;
  width: number;
  height: number;
  openedId: string | null;
  onOpen: (id: string) => void;
}

/** One card per series, in rows; only visible rows exist. */
export function CardsView({ series, places, visible, timeRange, timeZone, width, height, openedId, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const { columns, rows, width: cardWidth } = cardGrid(series.length, width);
  // One card is always fully visible.
  const cardHeight = Math.min(CARD.height, Math.max(0, height - CARD.gap));
  const lineHeight = cardHeight + CARD.gap;
  const { scroller, first, end, onScroll } = useVirtual({ count: rows, lineHeight, height, spare: 1 });
  const [fromMs, toMs] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  return (
    <div ref={scroller} className={styles.scroll} style={{ height }} onScroll={onScroll}>
      <ul className={styles.all} style={{ height: rows * lineHeight }} aria-label={t('panel.cards.label', 'Cards')}>
        {series.slice(first * columns, end * columns).map((one, i) => {
          const at = first * columns + i;
          const [row, column] = [Math.floor(at / columns), at % columns];
          return (
            <li
              key={one.id}
              className={styles.one}
              style={{ top: row * lineHeight + CARD.gap / 2, left: CARD.gap + column * (cardWidth + CARD.gap), width: cardWidth }}
              aria-setsize={series.length}
              aria-posinset={at + 1}
            >
              <MetricCard
                series={one}
                place={places.get(one.id) ?? 0}
                visible={visible}
                fromMs={fromMs}
                toMs={toMs}
                timeZone={timeZone}
                width={cardWidth}
                height={cardHeight}
                opened={one.id === openedId}
                onOpen={onOpen}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const getStyles = () => ({
  scroll: css({ overflowX: 'hidden', overflowY: 'auto' }),
  all: css({ position: 'relative', margin: 0, padding: 0, listStyle: 'none' }),
  one: css({ position: 'absolute' }),
});
