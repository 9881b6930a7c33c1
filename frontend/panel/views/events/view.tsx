import React from 'react';

import { t } from '../../../shared/i18n/text';
import type { ViewDescription } from '../view';

import { EVENT_LINE } from './columns';
import { EventsView } from './EventsView';

/**
 * Largest number of event lines beside other views; the rest scrolls, because more lines would take the room of the
 * plots.
 */
const MOST_LINES = 10;

/** The list of events: as high as its lines and their head. */
export const events: ViewDescription<'events'> = {
  id: 'events',
  label: () => t('panel.view.events', 'Events'),
  order: 4,
  needsSeries: false,
  smallest: 3 * EVENT_LINE,
  largestShare: 1 / 3,
  restRank: 4,
  wanted: ({ events: count }) => EVENT_LINE * (Math.min(MOST_LINES, Math.max(1, count)) + 1),
  draw: ({ shown, settings, opened, ...props }) => (
    <EventsView
      events={shown.events}
      anyAtAll={shown.anyEvent}
      learning={shown.summary.known ? null : shown.summary.learning}
      timeRange={settings.timeRange}
      timeZone={settings.timeZone}
      width={props.width}
      height={props.height}
      openedId={opened?.id ?? null}
      onOpen={props.onOpen}
      onZoom={settings.onZoom}
    />
  ),
};
