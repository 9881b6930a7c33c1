/** Selects the panel for an answer in Grafana's Explore. */
import type { DataFrame, DataQueryResponse } from '@grafana/data';

/** The panel that comes with this data source. */
const PANEL_ID = 'seismo-severity-panel';

/** Marks panel frames for the severity panel. Explore's own graph would draw a line for each of their fields. */
export function inSeverityPanel(answer: DataQueryResponse): DataQueryResponse {
  return { ...answer, data: answer.data.map(marked) };
}

function marked(frame: DataFrame): DataFrame {
  const isPanelFrame = frame.meta?.custom?.seismo !== undefined;
  return isPanelFrame ? { ...frame, meta: { ...frame.meta, preferredVisualisationPluginId: PANEL_ID } } : frame;
}
