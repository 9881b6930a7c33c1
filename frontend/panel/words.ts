/** Words that several parts of the panel say. */
import { t } from '@grafana/i18n';

import type { SeverityName } from '../shared/severity';

/** The name of a severity, for people. */
export function severityWord(name: SeverityName): string {
  switch (name) {
    case 'low':
      return t('panel.severity.low', 'Low');
    case 'medium':
      return t('panel.severity.medium', 'Medium');
    case 'high':
      return t('panel.severity.high', 'High');
    case 'critical':
      return t('panel.severity.critical', 'Critical');
    case 'info':
      return t('panel.severity.info', 'Info');
    case 'warning':
      return t('panel.severity.warning', 'Warning');
  }
}
