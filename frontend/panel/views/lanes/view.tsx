import React from 'react';

import { t } from '../../../shared/i18n/text';
import type { ViewDescription } from '../view';

import { LANE } from './height';
import { LanesView } from './LanesView';

/** One lane per series: as high as its lanes at their usual height. */
export const lanes: ViewDescription<'lanes'> = {
  id: 'lanes',
  label: () => t('panel.view.lanes', 'Swim lanes'),
  order: 2,
  needsSeries: true,
  smallest: LANE.axis + 3 * LANE.lowest,
  largestShare: 0.4,
  restRank: 3,
  wanted: ({ series }) => LANE.axis + LANE.usual * series,
  draw: ({ shown, settings, opened, ...props }) => (
    <LanesView
      series={shown.listed}
      bucket={settings.options.laneBucket}
      visible={settings.visible}
      timeZone={settings.timeZone}
      timeRange={settings.timeRange}
      left={props.left}
      plotWidth={props.plotWidth}
      width={props.width}
      height={props.height}
      openedId={opened?.id ?? null}
      onOpen={props.onOpen}
      onZoom={settings.onZoom}
    />
  ),
};
