import React from 'react';
import { useTheme2 } from '@grafana/ui';

import type { Standing } from './standing';

interface Props {
  kind: Exclude<Standing['kind'], 'known'>;
}

/** Shown in place of an unknown severity: an open ring, or a crossed-out one. The text beside it explains which. */
export function StandingIcon({ kind }: Props) {
  const { text } = useTheme2().colors;
  return (
    <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true" fill="none" stroke={text.secondary} strokeWidth={1.5}>
      <circle r={5} strokeDasharray={kind === 'learning' ? '3 2.2' : undefined} />
      {kind === 'gone' && <path d="M-3.5 3.5 3.5-3.5" />}
    </svg>
  );
}
