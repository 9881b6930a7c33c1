import React from 'react';
import { Stack } from '@grafana/ui';

import type { Output } from '../../contract/types';
import { intervalMs } from '../defaults';
import { MINUTE_MS } from '../duration';
import { LiveSwitch } from '../live/LiveSwitch';
import { ConditionHint } from '../rule/ConditionHint';
import type { SeismoQuery } from '../types';
import { HoldSelect, isHeld } from './HoldSelect';
import { OutputSelect } from './OutputSelect';

interface Props {
  idPrefix: string;
  query: SeismoQuery;
  /** The data source's scrape interval. */
  timeInterval: string | undefined;
  inAlert: boolean;
  onChange: (part: Partial<SeismoQuery>) => void;
}

/** The output and its settings: how long a score is held, whether rows stream, and the condition of a rule. */
export function OutputFields({ idPrefix, query, timeInterval, inAlert, onChange }: Props) {
  const output = query.output ?? 'panel';
  // `hold` and `live` apply only to some outputs, and are removed for the others.
  const choose = (chosen: Output) =>
    onChange({ output: chosen, hold: isHeld(chosen) ? query.hold : undefined, live: chosen === 'panel' ? query.live : undefined });
  return (
    <Stack direction="column" gap={0.5}>
      <OutputSelect id={`${idPrefix}-output`} output={output} inAlert={inAlert} onChange={choose} />
      {isHeld(output) && <HoldSelect id={`${idPrefix}-hold`} hold={query.hold} onChange={(hold) => onChange({ hold })} />}
      {inAlert && <ConditionHint query={query} interval={intervalMs(query.detection ?? {}, timeInterval) ?? MINUTE_MS} />}
      {output === 'panel' && !inAlert && (
        <LiveSwitch id={`${idPrefix}-live`} live={query.live === true} onChange={(live) => onChange({ live: live || undefined })} />
      )}
    </Stack>
  );
}
