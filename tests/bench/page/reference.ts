/** What the panel is measured against: plain uPlot, one chart a series, with the value and its band. */
import uPlot from 'uplot';


import { FIELD } from '../../../frontend/contract/limits';
import type { Slice } from './frames';

interface Size {
  width: number;
  height: number;
}

interface Palette {
  line: string;
  band: string;
  text: string;
  grid: string;
}

/** Charts that are on the page, and the ways to change them. */
export interface Reference {
  pan: (slices: Slice[]) => void;
  destroy: () => void;
}

/** Makes the charts. The looks of line, band and axes are the panel's; edges of the band are not stroked, as there. */
export function drawReference(stage: HTMLElement, slices: Slice[], size: Size, color: Palette): Reference {
  let shown = slices;
  const charts = slices.map((slice, place) => {
    const axis: uPlot.Axis = { stroke: color.text, grid: { stroke: color.grid, width: 1 }, ticks: { stroke: color.grid, width: 1 } };
    const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } };
    return new uPlot(
      {
        ...size,
        ms: 1,
        legend: { show: false },
        scales: { x: { range: () => [shown[place]!.times[0]!, shown[place]!.times.at(-1)!] } },
        axes: [axis, { ...axis, size: 64 }],
        series: [{}, { stroke: color.line, width: 1.5 }, edge, edge],
        bands: [{ series: [3, 2], fill: color.band }],
      },
      dataOf(slice),
      stage
    );
  });
  return {
    pan: (next) => {
      shown = next;
      charts.forEach((chart, place) => chart.setData(dataOf(next[place]!)));
    },
    destroy: () => charts.forEach((chart) => chart.destroy()),
  };
}

function dataOf({ times, columns }: Slice): uPlot.AlignedData {
  return [times, columns[FIELD.value]!, columns[FIELD.lower]!, columns[FIELD.upper]!];
}
