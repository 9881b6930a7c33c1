/** What is measured: the panel that Grafana loads, with everything shown, in the providers of the workbench. */
import React from 'react';
import { dateTime, EventBusSrv, LoadingState, ThemeContext, type DataFrame, type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { GlobalStyles } from '@grafana/ui';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

import { defaultOptions, type SeverityOptions } from '../../../frontend/panel/options';
import { SeverityPanel } from '../../../frontend/panel/SeverityPanel';

interface Size {
  width: number;
  height: number;
}

/** A panel that is on the page. */
export interface Subject {
  show: (frames: DataFrame[], options?: Partial<SeverityOptions>) => void;
  destroy: () => void;
}

/** Band, expected line, points, regions, strip with detectors and threshold, stats, badges, legend, list of events. */
const EVERYTHING: Partial<SeverityOptions> = {
  ...defaultOptions,
  scoreStrip: 'detectors',
  threshold: 'shaded',
  views: ['timeline', 'events'],
};

/** What an app has once, long before a panel is drawn in it. */
export function mountStyles(element: HTMLElement, theme: GrafanaTheme2): void {
  createRoot(element).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
    </ThemeContext.Provider>
  );
}

/** An empty panel; `show` draws in it at once, as far as React goes. */
export function mountPanel(stage: HTMLElement, theme: GrafanaTheme2, size: Size): Subject {
  const root = createRoot(stage);
  const eventBus = new EventBusSrv();
  return {
    show: (series, options = EVERYTHING) => {
      const times: number[] = series[0]!.fields[0]!.values;
      const timeRange = { from: dateTime(times[0]), to: dateTime(times.at(-1)), raw: { from: 'now-1h', to: 'now' } };
      const props: PanelProps<SeverityOptions> = {
        ...size,
        id: 1,
        title: '',
        data: { state: LoadingState.Done, series, timeRange },
        timeRange,
        timeZone: 'utc',
        options: options as SeverityOptions,
        fieldConfig: { defaults: {}, overrides: [] },
        transparent: false,
        renderCounter: 0,
        eventBus,
        replaceVariables: (text) => text,
        onOptionsChange: () => undefined,
        onFieldConfigChange: () => undefined,
        onChangeTimeRange: () => undefined,
      };
      flushSync(() =>
        root.render(
          <ThemeContext.Provider value={theme}>
            <SeverityPanel {...props} />
          </ThemeContext.Provider>
        )
      );
    },
    destroy: () => root.unmount(),
  };
}
