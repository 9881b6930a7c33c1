import { css } from '@emotion/css';
import React, { useCallback, useId, useMemo, useState } from 'react';
import type { GrafanaTheme2, PanelProps } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';

import type { SeverityName } from '../shared/severity';

import { Multiples } from './chart/Multiples';
import { Overlay } from './chart/Overlay';
import { formatOf, type PlotSettings } from './chart/shared';
import { DetectorLegend } from './DetectorLegend';
import { axisWidth } from './draw/axis';
import { EventList } from './events/EventList';
import { listEvents } from './events/list';
import { byGravity, gravest } from './fields';
import { shareRoom } from './layout';
import { isScored, type SeverityData, type SeveritySeries } from './model';
import type { SeverityOptions } from './options';
import { notesOn } from './problems';
import { SeriesLegend } from './SeriesLegend';
import { SeverityBadges } from './stats/SeverityBadges';
import { spokenSummary } from './stats/spoken';
import { StatsBar } from './stats/StatsBar';
import { summarise } from './stats/summary';
import { chosenLevels, levelsFrom, toggled, visibleLevels } from './visible';

interface Props extends PanelProps<SeverityOptions> {
  drawn: SeverityData;
}

/** Too narrow for labels beside the plot (CSS pixels). */
const NARROW = 160;
/** Too narrow for words in the badges beside the stats (CSS pixels). */
const COMPACT_BADGES = 860;

/** Stats and badges on top, plots, then legend and notes. */
export function SeverityView({ drawn, options, width, height, timeRange, timeZone, replaceVariables, onChangeTimeRange }: Props) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const syncKey = useId();
  const [hiddenNames, setHiddenNames] = useState<ReadonlySet<SeverityName>>(new Set());
  const [hiddenSeries, setHiddenSeries] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);

  const { scheme } = drawn;
  const series = useMemo(() => gravest(drawn.series, options.maxSeries), [drawn.series, options.maxSeries]);
  const overlay = options.layout === 'overlay';
  const shown = useMemo(() => series.filter(({ id }) => !hiddenSeries.has(id)), [series, hiddenSeries]);
  const places = useMemo(() => new Map(series.map(({ id }, place) => [id, place])), [series]);
  const summary = useMemo(() => summarise(series), [series]);
  const notes = useMemo(() => notesOn(drawn, drawn.series.length - series.length), [drawn, series]);
  const severities = replaceVariables(options.severities);
  const levels = useMemo(() => levelsFrom(options.minimumSeverity, chosenLevels(severities).levels), [options.minimumSeverity, severities]);
  const visible = useMemo(
    () => visibleLevels(scheme, levels, hiddenNames),
    [scheme, levels, hiddenNames]
  );
  const events = useMemo(() => listEvents(shown, visible), [shown, visible]);
  const labels = useMemo(
    () =>
      axisWidth(
        series.map((one) => ({ extent: one.extent, format: formatOf(one.field, theme) })),
        width
      ),
    [series, theme, width]
  );

  // A pixel stands for a fraction of a millisecond more or less; time ranges are whole milliseconds.
  const zoom = useCallback(
    ({ from, to }: { from: number; to: number }) => onChangeTimeRange({ from: Math.round(from), to: Math.round(to) }),
    [onChangeTimeRange]
  );

  const focus = focusOf(shown, hovered, chosen);
  const room = shareRoom({
    width,
    height,
    plots: overlay ? Math.min(1, shown.length) : shown.length,
    legendEntries: series.length,
    scored: series.some(isScored),
    notes: notes.length,
    events: events.length,
    options,
  });
  const rangeMs = timeRange.to.valueOf() - timeRange.from.valueOf();
  const settings: PlotSettings = {
    theme,
    timeZone,
    timeRange,
    options,
    visible,
    axisWidth: width < NARROW ? 0 : labels,
    showYAxis: width >= NARROW,
    syncKey,
    onZoom: zoom,
  };
  return (
    <div style={{ width, height }} className={styles.panel}>
      {room.header > 0 && (
        <div className={styles.header} style={{ height: room.header }}>
          {room.stats && <StatsBar summary={summary} scheme={scheme} timeZone={timeZone} rangeMs={rangeMs} />}
          {room.badges && (
            <SeverityBadges
              counts={summary.counts}
              scheme={scheme}
              levels={levels}
              hidden={hiddenNames}
              compact={width < COMPACT_BADGES}
              onToggle={(name) => setHiddenNames((before) => toggled(before, name))}
            />
          )}
        </div>
      )}
      <div role="img" aria-label={spokenSummary(summary, scheme, rangeMs, timeZone)} style={{ height: room.body }}>
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
          hidden={hiddenSeries}
          height={room.legend}
          onToggle={(id) => setHiddenSeries((before) => toggled(before, id))}
          focus={overlay ? { id: focus?.id ?? '', choose: setChosen, hover: setHovered } : undefined}
        />
      )}
      {room.events > 0 && <EventList events={events} height={room.events} rangeMs={rangeMs} timeZone={timeZone} />}
      {room.notes > 0 &&
        notes.map((note) => (
          <div key={note} className={styles.note} title={note}>
            {note}
          </div>
        ))}
    </div>
  );
}

/** The hovered series, else the chosen one, else the gravest. */
function focusOf(shown: SeveritySeries[], hovered: string | null, chosen: string | null): SeveritySeries | undefined {
  const named = (id: string | null) => shown.find((one) => one.id === id);
  return named(hovered) ?? named(chosen) ?? [...shown].sort(byGravity)[0];
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ display: 'flex', flexDirection: 'column', overflow: 'hidden' }),
  header: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    padding: theme.spacing(0, 1),
    flexShrink: 0,
  }),
  note: css({
    height: 20,
    padding: theme.spacing(0, 1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    flexShrink: 0,
  }),
});
