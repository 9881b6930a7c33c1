import { css } from '@emotion/css';
import React from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

import { t } from '../../../shared/i18n/text';

import type { EventColumn } from './columns';
import { SORTABLE, type Sorting, type SortKey } from './sort';

interface Props {
  columns: EventColumn[];
  sorting: Sorting;
  onSort: (key: SortKey) => void;
}

/** The column names; sortable ones are buttons. */
export function EventHead({ columns, sorting, onSort }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <thead className={styles.head}>
      <tr aria-rowindex={1}>
        {columns.map((column) => {
          const key = SORTABLE.find((sortable) => sortable === column);
          const active = sorting.key === key;
          return (
            <th key={column} scope="col" aria-sort={!active ? undefined : sorting.descending ? 'descending' : 'ascending'}>
              {key ? (
                <button type="button" className={styles.button} onClick={() => onSort(key)}>
                  {columnWord(column)}
                  {active && <Icon name={sorting.descending ? 'arrow-down' : 'arrow-up'} size="sm" />}
                </button>
              ) : (
                <span className={column === 'actions' ? 'sr-only' : undefined}>{columnWord(column)}</span>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function columnWord(column: EventColumn): string {
  switch (column) {
    case 'start':
      return t('panel.events.start', 'Start');
    case 'duration':
      return t('panel.events.duration', 'Duration');
    case 'severity':
      return t('panel.events.severity', 'Severity');
    case 'series':
      return t('panel.events.series', 'Series');
    case 'score':
      return t('panel.events.score', 'Peak score');
    case 'value':
      return t('panel.events.value', 'Value / expected');
    case 'reason':
      return t('panel.events.reason', 'Reason');
    case 'actions':
      return t('panel.events.actions', 'Actions');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    th: {
      position: 'sticky',
      top: 0,
      zIndex: 1,
      background: theme.colors.background.primary,
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightRegular,
      boxShadow: `inset 0 -1px ${theme.colors.border.weak}`,
    },
  }),
  button: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.25),
    padding: 0,
    border: 'none',
    background: 'transparent',
    color: 'inherit',
    fontSize: 'inherit',
    '&:hover': { color: theme.colors.text.primary },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
});
