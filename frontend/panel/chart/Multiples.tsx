import { css } from '@emotion/css';
import React, { useState, type UIEvent } from 'react';
import { useStyles2 } from '@grafana/ui';

import type { Spot } from '../detail/spot';
import type { SeveritySeries } from '../model';
import { plotWidth, type PlotRoom } from '../views/timeline/room';

import { SeriesPlots } from './SeriesPlots';
import type { PlotSettings } from './shared';

interface Props {
  series: SeveritySeries[];
  /** The colour's place of each series, by its id; hiding one leaves the others' colours alone. */
  places: ReadonlyMap<string, number>;
  room: PlotRoom;
  width: number;
  settings: PlotSettings;
}

/** A plot a series, one above the other. Only those in sight exist. */
export function Multiples({ series, places, room, width, settings }: Props) {
  const styles = useStyles2(getStyles);
  const [spot, setSpot] = useState<Spot | null>(null);
  const [firstInSight, setFirstInSight] = useState(0);
  const inSight = Math.ceil(room.body / room.plotHeight) + 1;
  const first = Math.max(0, Math.min(firstInSight, series.length - inSight));
  const onScroll = (event: UIEvent<HTMLDivElement>) =>
    setFirstInSight(Math.floor(event.currentTarget.scrollTop / room.plotHeight));
  return (
    <div
      className={styles.scroll}
      style={{ height: room.body, overflowY: room.scrolls ? 'auto' : 'hidden' }}
      onScroll={onScroll}
    >
      <div className={styles.all} style={{ height: room.plotHeight * series.length }}>
        {series.slice(first, first + inSight).map((one, i) => (
          <div key={one.id} className={styles.one} style={{ top: (first + i) * room.plotHeight }}>
            <SeriesPlots
              series={one}
              place={places.get(one.id) ?? 0}
              leader={i === 0}
              room={room}
              width={plotWidth(width, room.scrolls)}
              settings={settings}
              control={{ spot, setSpot }}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

const getStyles = () => ({
  scroll: css({ overflowX: 'hidden', position: 'relative' }),
  all: css({ position: 'relative' }),
  one: css({ position: 'absolute', left: 0, right: 0 }),
});
