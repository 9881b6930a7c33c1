import React, { useMemo, useState } from 'react';
import { EventBusSrv, type PanelData, type PanelProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { DashboardCursorSync } from '@grafana/schema';
import { PanelChrome, PanelContextProvider, type PanelContext } from '@grafana/ui';

import { defaultOptions, type SeverityOptions } from '../panel/options';
import { SeverityPanel } from '../panel/SeverityPanel';
import { selectors } from '../shared/selectors';

interface Props {
  data: PanelData;
  timeZone: string;
  width: number;
  height: number;
  views: SeverityOptions['views'];
  strip: SeverityOptions['scoreStrip'];
  layout: SeverityOptions['layout'];
  onChangeTimeRange: PanelProps['onChangeTimeRange'];
}

/** The real panel in Grafana's frame. */
export function PanelFrame({ data, timeZone, width, height, views, strip, layout, onChangeTimeRange }: Props) {
  const [options, setOptions] = useState<SeverityOptions>(defaultOptions);
  const shown = useMemo(() => ({ ...options, views, scoreStrip: strip, layout }), [options, views, strip, layout]);
  const eventBus = useMemo(() => new EventBusSrv(), []);
  const context = useMemo<PanelContext>(
    () => ({ eventsScope: 'workbench', eventBus, sync: () => DashboardCursorSync.Crosshair }),
    [eventBus]
  );
  const message = data.errors?.map((error) => error.message ?? error.data?.message).join('\n');

  return (
    <div data-testid={selectors.workbench.panel}>
      <PanelChrome
        title={t('workbench.panel.title', 'Severity')}
        width={width}
        height={height}
        loadingState={data.state}
        statusMessage={message || undefined}
      >
        {(innerWidth, innerHeight) => (
          <PanelContextProvider value={context}>
            <SeverityPanel
              id={1}
              title=""
              data={data}
              timeRange={data.timeRange}
              timeZone={timeZone}
              options={shown}
              fieldConfig={{ defaults: {}, overrides: [] }}
              transparent={false}
              width={innerWidth}
              height={innerHeight}
              renderCounter={0}
              eventBus={eventBus}
              replaceVariables={(text) => text}
              onOptionsChange={setOptions}
              onFieldConfigChange={() => undefined}
              onChangeTimeRange={onChangeTimeRange}
            />
          </PanelContextProvider>
        )}
      </PanelChrome>
    </div>
  );
}
