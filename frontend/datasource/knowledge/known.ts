/** The part of a detection that is knowledge. */
import type { Detection } from '../../contract/types';

/** Number of knowledge settings; each window counts. */
export function countKnown(detection: Detection): number {
  const { minimumDeviation, valueRange, excluded, holidays, offset, gaps } = detection;
  const said = [
    minimumDeviation?.absolute,
    minimumDeviation?.relative,
    valueRange?.minimum,
    valueRange?.maximum,
    holidays,
    offset,
    gaps === 'skip' ? undefined : gaps,
  ];
  return said.filter((one) => one !== undefined).length + (excluded?.length ?? 0);
}
