/** Words that several parts of the panel say. */
import { t } from '@grafana/i18n';

import type { NamedCause } from '../shared/contract';
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

/** Why a point is unusual, for people. */
export function causeWord(cause: NamedCause): string {
  switch (cause) {
    case 'spike':
      return t('panel.cause.spike', 'Spike');
    case 'season':
      return t('panel.cause.season', 'Unusual for the time');
    case 'level_shift':
      return t('panel.cause.level-shift', 'Level shift');
    case 'drift':
      return t('panel.cause.drift', 'Drift');
    case 'variance_up':
      return t('panel.cause.variance-up', 'More variance');
    case 'variance_down':
      return t('panel.cause.variance-down', 'Less variance');
    case 'local':
      return t('panel.cause.local', 'Unlike its neighbours');
    case 'record':
      return t('panel.cause.record', 'Beyond all seen');
    case 'range':
      return t('panel.cause.range', 'Outside of the valid range');
  }
}
