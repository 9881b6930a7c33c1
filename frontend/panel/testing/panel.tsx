/** The whole panel, for tests. */
import React from 'react';
import { dateTime, EventBusSrv, LoadingState, type DataFrame, type PanelProps } from '@grafana/data';

import { defaultOptions, type SeverityOptions } from '../options';
import { SeverityPanel } from '../SeverityPanel';

import { minute } from './frames';

/** The props that a test sets; all else is as in a new panel. */
export interface Given {
  series?: DataFrame[];
  options?: Partial<SeverityOptions>;
  state?: LoadingState;
  error?: string;
  width?: number;
  height?: number;
  /** The dashboard's annotations. */
  annotations?: DataFrame[];
  onChangeTimeRange?: PanelProps['onChangeTimeRange'];
  /** Fills in dashboard variables. */
  replaceVariables?: PanelProps['replaceVariables'];
}

/** The panel as Grafana draws it, over ten minutes from `minute(0)`. */
export function panel({ series = [], options, state = LoadingState.Done, error, width = 900, height = 500, ...given }: Given) {
  const timeRange = { from: dateTime(minute(0)), to: dateTime(minute(10)), raw: { from: 'now-10m', to: 'now' } };
  const props: PanelProps<SeverityOptions> = {
    id: 1,
    data: { series, state, timeRange, annotations: given.annotations, errors: error === undefined ? undefined : [{ message: error }] },
    timeRange,
    timeZone: 'utc',
    options: { ...defaultOptions, ...options },
    fieldConfig: { defaults: {}, overrides: [] },
    transparent: false,
    title: '',
    width,
    height,
    renderCounter: 1,
    eventBus: new EventBusSrv(),
    replaceVariables: given.replaceVariables ?? ((text) => text),
    onOptionsChange: () => undefined,
    onFieldConfigChange: () => undefined,
    onChangeTimeRange: given.onChangeTimeRange ?? (() => undefined),
  };
  return <SeverityPanel {...props} />;
}
