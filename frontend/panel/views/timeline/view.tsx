import React from 'react';

import { t } from '../../../shared/i18n/text';
import type { ViewDescription } from '../view';

import { TimelineView } from './TimelineView';

/** Values over time: they take all room that is left. */
export const timeline: ViewDescription<'timeline'> = {
  id: 'timeline',
  label: () => t('panel.view.timeline', 'Timeline'),
  order: 1,
  needsSeries: false,
  smallest: 150,
  largestShare: 1,
  restRank: 1,
  wanted: () => Infinity,
  draw: ({ shown, filter, ...props }) => (
    <TimelineView
      series={shown.plotted}
      hidden={filter.hiddenSeries}
      onToggle={filter.toggleSeries}
      opened={props.opened}
      onBack={props.onBack}
      places={shown.places}
      ranks={shown.ranks}
      spoken={props.spoken}
      room={props.room}
      width={props.width}
      settings={props.settings}
    />
  ),
};
