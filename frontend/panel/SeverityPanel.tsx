import React, { useMemo, useState } from 'react';
import { type PanelProps } from '@grafana/data';

import { readSeverity } from './fields';
import { LiveButton } from './live/LiveButton';
import { useFollow } from './live/useFollow';
import type { SeverityData } from './model';
import { noticesIn } from './notices';
import { readOptions, type SeverityOptions } from './options';
import { adviceOn, failureOf } from './problems';
import { ProblemView } from './ProblemView';
import { SeverityView } from './SeverityView';
import { TipsProvider } from './tips';

/** Draws the frames of a Seismo query: values, expected values, and the severity of each anomaly. */
export function SeverityPanel(props: PanelProps<SeverityOptions>) {
  const { width, height } = props;
  const options = useMemo(() => readOptions(props.options), [props.options]);
  const { data, timeRange, live, following, toggle } = useFollow(props.data, props.timeRange, options.live);
  const read = useMemo(() => readSeverity(data.series), [data.series]);
  const drawn = useLastWhileLoading(read.kind === 'data' ? read : null, data.state === 'Loading');
  if (drawn) {
    const corner = live && <LiveButton following={following} onToggle={toggle} />;
    return (
      <TipsProvider>
        <SeverityView {...props} {...{ data, timeRange, options, drawn, corner }} />
      </TipsProvider>
    );
  }
  if (read.kind === 'data' || data.state === 'Loading') {
    return <div style={{ width, height }} aria-busy="true" />;
  }
  return <ProblemView advice={failureOf(data) ?? adviceOn(read, noticesIn(data.series, false))} width={width} height={height} />;
}

/** The last drawn data, while a query without rows so far is running. */
function useLastWhileLoading(now: SeverityData | null, loading: boolean): SeverityData | null {
  const [last, setLast] = useState(now);
  if (now && now !== last) {
    setLast(now);
  }
  return now ?? (loading ? last : null);
}
