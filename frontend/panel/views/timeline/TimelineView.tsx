import { css } from '@emotion/css';
import React, { useMemo, useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';

import { t } from '../../../shared/i18n/text';
import { Multiples } from '../../chart/Multiples';
import { Overlay } from '../../chart/Overlay';
import type { PlotSettings } from '../../chart/shared';
import type { SeveritySeries } from '../../model';
import { worstOf, type Ranks } from '../../order';

import { DetectorLegend } from './DetectorLegend';
import type { PlotRoom } from './room';
import { SeriesLegend } from './SeriesLegend';

interface Props {
  /** The series in the legend. */
  series: SeveritySeries[];
  hidden: ReadonlySet<string>;
  onToggle: (id: string) => void;
  /** The series opened from another view: only it is shown, until `onBack`. */
  opened: SeveritySeries | null;
  onBack: () => void;
  places: ReadonlyMap<string, number>;
  ranks: Ranks;
  /** The plots in one sentence, for screen readers. */
  spoken: string;
  room: PlotRoom;
  width: number;
  settings: PlotSettings;
}

/** Values over time with their verdict: for all series, or for the opened one. */
export function TimelineView({ series, hidden, onToggle, opened, onBack, places, ranks, spoken, room, width, settings }: Props) {
  const styles = useStyles2(getStyles);
  const [chosen, setChosen] = useState<string | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const shown = useMemo(() => (opened ? [opened] : series.filter(({ id }) => !hidden.has(id))), [opened, series, hidden]);
  const focus = focusOf(shown, ranks, hovered, chosen);
  const overlay = settings.options.layout === 'overlay';
  return (
    <>
      {opened && (
        <div className={styles.back} style={{ height: room.back }}>
          <Button size="sm" variant="secondary" fill="text" icon="arrow-left" onClick={onBack}>
            {t('panel.opened.back', 'Back to all')}
          </Button>
          <span className={styles.name} title={opened.name}>
            {opened.name}
          </span>
        </div>
      )}
      <div id={settings.keysId} hidden>
        {t('panel.detail.keys', 'Arrow keys move along the rows, N and P go to the next and previous anomaly, Enter pins')}
      </div>
      <div role="figure" aria-label={spoken} style={{ height: room.body }}>
        {overlay && focus ? (
          <Overlay series={shown} places={places} focus={focus} room={room} width={width} settings={settings} />
        ) : (
          <Multiples series={shown} places={places} room={room} width={width} settings={settings} />
        )}
      </div>
      {room.detectors > 0 && focus && <DetectorLegend series={focus} height={room.detectors} />}
      {room.legend > 0 && (
        <SeriesLegend
          series={series}
          places={places}
          hidden={hidden}
          height={room.legend}
          onToggle={onToggle}
          focus={overlay ? { id: focus?.id ?? '', choose: setChosen, hover: setHovered } : undefined}
        />
      )}
    </>
  );
}

/** The hovered series, else the chosen one, else the worst. */
function focusOf(shown: SeveritySeries[], ranks: Ranks, hovered: string | null, chosen: string | null): SeveritySeries | undefined {
  const named = (id: string | null) => shown.find((one) => one.id === id);
  return named(hovered) ?? named(chosen) ?? worstOf(shown, 1, ranks)[0];
}

const getStyles = (theme: GrafanaTheme2) => ({
  back: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), padding: theme.spacing(0, 0.5), overflow: 'hidden' }),
  name: css({
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontWeight: theme.typography.fontWeightMedium,
  }),
});
