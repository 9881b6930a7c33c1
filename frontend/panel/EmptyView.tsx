import { css } from '@emotion/css';
import React, { type ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

/** A text in place of an empty view. */
export function EmptyView({ height, children }: { height: number; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.empty} style={{ height }} role="status">
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  empty: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    padding: theme.spacing(0, 1),
    color: theme.colors.text.secondary,
    textAlign: 'center',
    overflow: 'hidden',
  }),
});
