import React from 'react';
import type { DataFrame } from '@grafana/data';
import { Alert, Stack } from '@grafana/ui';

// Largest number of notices. More are the same problem of many series, which the panel counts.
const MOST_NOTICES = 5;

/** The backend's notices about its answer, each text once. Grafana shows these in the panel's header. */
export function Notices({ series }: { series: DataFrame[] }) {
  const notices = new Map(series.flatMap((frame) => frame.meta?.notices ?? []).map((notice) => [notice.text, notice]));
  if (notices.size === 0) {
    return null;
  }
  return (
    <Stack direction="column" gap={0.5}>
      {[...notices.values()].slice(0, MOST_NOTICES).map(({ text, severity }) => (
        <Alert key={text} title={text} severity={severity} bottomSpacing={0} />
      ))}
    </Stack>
  );
}
