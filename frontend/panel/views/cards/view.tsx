import React from 'react';

import { t } from '../../../shared/i18n/text';
import type { ViewDescription } from '../view';

import { CardsView } from './CardsView';
import { CARD } from './grid';

const ONE_ROW = CARD.height + 2 * CARD.gap;

/** One card per series: one row of them beside other views. */
export const cards: ViewDescription<'cards'> = {
  id: 'cards',
  label: () => t('panel.view.cards', 'Cards'),
  order: 3,
  needsSeries: true,
  smallest: ONE_ROW,
  largestShare: 0.5,
  restRank: 2,
  wanted: () => ONE_ROW,
  draw: ({ shown, settings, opened, ...props }) => (
    <CardsView
      series={shown.listed}
      places={shown.places}
      visible={settings.visible}
      timeRange={settings.timeRange}
      timeZone={settings.timeZone}
      width={props.width}
      height={props.height}
      openedId={opened?.id ?? null}
      onOpen={props.onOpen}
    />
  ),
};
