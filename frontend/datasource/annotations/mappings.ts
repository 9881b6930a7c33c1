/** Applies the user's own mappings from the table below Grafana's annotation editor. Pure. */
import { AnnotationEventFieldSource, type AnnotationEvent, type AnnotationEventFieldMapping, type AnnotationEventMappings } from '@grafana/data';

type Cell = (field: string) => unknown;

/** The parts that Grafana's table offers. */
const PARTS = ['time', 'timeEnd', 'title', 'text', 'tags', 'id'] as const;

/**
 * The annotation with the mappings applied; null if it then has no time. `cell` returns the value of a field in its
 * row.
 */
export function mapped(event: AnnotationEvent, mappings: AnnotationEventMappings | undefined, cell: Cell): AnnotationEvent | null {
  const changed: Record<string, unknown> = { ...event };
  for (const part of PARTS) {
    const mapping = mappings?.[part];
    if (mapping) {
      changed[part] = chosen(mapping, event[part], cell);
    }
  }
  if (typeof changed.time !== 'number') {
    return null;
  }
  if (typeof changed.tags === 'string') {
    changed.tags = changed.tags.split(',').filter(Boolean);
  }
  const isRegion = typeof changed.timeEnd === 'number' && changed.timeEnd > changed.time;
  return { ...changed, isRegion };
}

function chosen({ source, value, regex }: AnnotationEventFieldMapping, usual: unknown, cell: Cell): unknown {
  switch (source) {
    case AnnotationEventFieldSource.Skip:
      return undefined;
    case AnnotationEventFieldSource.Text:
      return value;
    default: {
      const found = value ? cell(value) : usual;
      return regex && typeof found === 'string' ? matched(found, regex) : found;
    }
  }
}

/** The first group of a match; the whole text if nothing matches or the expression is invalid. */
function matched(text: string, regex: string): string {
  try {
    return new RegExp(regex).exec(text)?.[1] ?? text;
  } catch {
    return text;
  }
}
