import React from 'react';
import { Alert, Stack } from '@grafana/ui';

import { selectors } from '../shared/selectors';
import type { Problem } from './problem';

/** The problems of the query, one line each. */
export function ProblemList({ problems }: { problems: Problem[] }) {
  if (problems.length === 0) {
    return null;
  }
  return (
    <div data-testid={selectors.queryEditor.problems}>
      <Stack direction="column" gap={0.5}>
        {problems.map(({ field, message }) => (
          <Alert key={`${field}:${message}`} title={message} severity="error" bottomSpacing={0} />
        ))}
      </Stack>
    </div>
  );
}
