import { css } from '@emotion/css';
import React, { useCallback, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { GrafanaTheme2, PanelProps } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';

import { placed } from './annotations/own';
import { readAnnotations } from './annotations/read';
import { formatOf, type PlotSettings } from './chart/shared';
import { axisWidth } from './draw/axis';
import { EmptyView } from './EmptyView';
import { readFieldConfig } from './fieldConfig';
import { shareRoom } from './layout';
import { isScored, type SeverityData } from './model';
import type { SeverityOptions } from './options';
import { SeverityBadges } from './stats/SeverityBadges';
import { News } from './stats/News';
import { spokenFilter, spokenSummary } from './stats/spoken';
import { StatsBar } from './stats/StatsBar';
import { useFilter } from './useFilter';
import { useShown } from './useShown';
import { viewOf, type View } from './views/all';
import { namesWidth } from './views/lanes/names';
import { plotWidth } from './views/timeline/room';
import type { ViewProps } from './views/view';
import { allHiddenText } from './words';

interface Props extends PanelProps<SeverityOptions> {
  drawn: SeverityData;
  /** Shown at the right end of the header, or in the panel's corner without a header. */
  corner?: React.ReactNode;
}

/** Width below which labels beside the plot do not fit (CSS pixels). */
const NARROW = 160;
/** Width below which words in the badges beside the stats do not fit (CSS pixels). */
const COMPACT_BADGES = 860;

/** Stats and badges on top, then the chosen views, then notes. */
export function SeverityView({ drawn, corner, data, width, height, timeRange, timeZone, replaceVariables, onChangeTimeRange, ...props }: Props) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const [syncKey, keysId] = [useId(), useId()];
  const panel = useRef<HTMLDivElement>(null);
  const [openedId, setOpenedId] = useState<string | null>(null);

  const { scheme, reported } = drawn;
  const options = useOptionsFor(props.options, drawn);
  const filter = useFilter(scheme, { ...options, severities: replaceVariables(options.severities) });
  const { visible, hiddenSeries } = filter;
  const opened = useMemo(() => drawn.series.find(({ id }) => id === openedId) ?? null, [drawn.series, openedId]);
  const shown = useShown(drawn, data.series, options, filter, opened);
  const { plotted, listed, summary, notes } = shown;
  const annotations = useMemo(() => placed(readAnnotations(data.annotations, theme), drawn.series), [data.annotations, theme, drawn.series]);
  const labels = useMemo(() => {
    const extents = (opened ? [opened] : plotted).map((one) => ({
      extent: one.extent,
      format: formatOf(one.field, theme),
      label: readFieldConfig(one.field).axisLabel,
    }));
    return axisWidth(extents, width);
  }, [opened, plotted, theme, width]);
  const names = useMemo(() => namesWidth(drawn.series, width), [drawn.series, width]);

  // A pixel is a fraction of a millisecond wide or more; time ranges are whole milliseconds.
  const zoom = useCallback(
    ({ from, to }: { from: number; to: number }) => onChangeTimeRange({ from: Math.round(from), to: Math.round(to) }),
    [onChangeTimeRange]
  );
  const back = useCallback(() => {
    setOpenedId(null);
    // Otherwise the pressed button would disappear and take the focus out of the panel.
    panel.current?.focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && opened) {
      event.stopPropagation();
      setOpenedId(null);
    }
  };

  const scored = drawn.series.some(isScored);
  const room = shareRoom({
    width,
    height,
    plots: opened ? 1 : options.layout === 'overlay' ? Math.min(1, plotted.length) : plotted.filter(({ id }) => !hiddenSeries.has(id)).length,
    legendEntries: plotted.length,
    scored: scored || reported !== null,
    notes: notes.length,
    series: listed.length,
    events: shown.events.length,
    opened: opened !== null,
    options,
  });
  const rangeMs = timeRange.to.valueOf() - timeRange.from.valueOf();
  const spoken = spokenSummary(summary, scheme, rangeMs, timeZone);
  // If both are shown, a time has the same x in lanes and plots.
  const aligned = room.views.some(({ view }) => view === 'lanes') && room.views.some(({ view }) => view === 'timeline');
  const left = aligned ? Math.max(labels, names) : labels;
  const settings: PlotSettings = {
    theme,
    timeZone,
    timeRange,
    options,
    visible,
    axisWidth: width < NARROW ? 0 : left,
    showYAxis: width >= NARROW,
    syncKey,
    keysId,
    annotations,
    onZoom: zoom,
  };
  const given: Omit<ViewProps, 'height'> = {
    width,
    shown,
    filter,
    settings,
    room,
    left: aligned ? settings.axisWidth : names,
    plotWidth: plotWidth(width, aligned && room.scrolls),
    spoken,
    opened,
    onOpen: setOpenedId,
    onBack: back,
  };
  return (
    // Escape leads back from an opened series; the focused element is inside.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={panel}
      role="group"
      aria-label={`${spoken}. ${spokenFilter(options.views, scheme, visible, hiddenSeries.size)}`}
      tabIndex={-1}
      style={{ width, height }}
      className={styles.panel}
      onKeyDown={onKeyDown}
    >
      <News series={drawn.series} scheme={scheme} visible={visible} timeRange={timeRange} timeZone={timeZone} />
      {room.header === 0 && corner && <div className={styles.corner}>{corner}</div>}
      {room.header > 0 && (
        <div className={styles.header} style={{ height: room.header }}>
          {room.stats && <StatsBar summary={summary} scheme={scheme} timeZone={timeZone} rangeMs={rangeMs} />}
          {room.badges && (
            <SeverityBadges
              summary={summary}
              scheme={scheme}
              levels={filter.levels}
              hidden={filter.hiddenNames}
              compact={width < COMPACT_BADGES}
              onToggle={filter.toggleName}
            />
          )}
          {corner}
        </div>
      )}
      {room.views.map(({ view, height: viewHeight }) => (
        <div key={view} className={styles.view} style={{ height: viewHeight }}>
          {drawView(view, { ...given, height: viewHeight })}
        </div>
      ))}
      {room.notes > 0 &&
        notes.map((note) => (
          <div key={note} className={styles.note} title={note}>
            {note}
          </div>
        ))}
    </div>
  );
}

function drawView(view: View, props: ViewProps): React.ReactNode {
  const { needsSeries, draw } = viewOf(view);
  return needsSeries && props.shown.listed.length === 0 ? <EmptyView height={props.height}>{allHiddenText()}</EmptyView> : draw(props);
}

/** Without series, a list of events is the only view with something to draw; beside series, it is shown too. */
function useOptionsFor(options: SeverityOptions, { series, reported }: SeverityData): SeverityOptions {
  const alone = series.length === 0;
  const listed = reported !== null;
  return useMemo(() => {
    const views: View[] = alone ? ['events'] : listed && !options.views.includes('events') ? [...options.views, 'events'] : options.views;
    return { ...options, views };
  }, [options, alone, listed]);
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ position: 'relative', display: 'flex', flexDirection: 'column', overflow: 'hidden', outline: 'none' }),
  view: css({ position: 'relative', flexShrink: 0, overflow: 'hidden' }),
  header: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    padding: theme.spacing(0, 1),
    flexShrink: 0,
  }),
  corner: css({ position: 'absolute', top: 0, right: theme.spacing(0.5), zIndex: theme.zIndex.dropdown }),
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
