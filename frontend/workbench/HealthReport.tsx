import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, useStyles2 } from '@grafana/ui';

import { findings, readDetails, severityOf } from '../datasource/health';
import type { Health } from './api';

/** The result of testing the settings, as on Grafana's own page, with its parts in a list. */
export function HealthReport({ health }: { health: Health }) {
  const styles = useStyles2(getStyles);
  const details = readDetails(health.details);
  const found = findings(details);
  const severity = severityOf(health.status, details.hint);
  return (
    <Alert severity={severity} title={health.message || t('workbench.datasource.silent', 'The plugin gave no message')}>
      {details.hint}
      {found.length > 0 && (
        <dl className={styles.list}>
          {found.map(({ label, value }) => (
            <div key={label} className={styles.pair}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Alert>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(4),
    rowGap: theme.spacing(1),
    margin: theme.spacing(1, 0, 0),
  }),
  pair: css({
    dt: { ...theme.typography.bodySmall, color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
    dd: { margin: 0, color: theme.colors.text.primary },
  }),
});
