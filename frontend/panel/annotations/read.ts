/** Reads the dashboard's annotations from frames. Pure. */
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { DEFAULT_ANNOTATION_COLOR } from '@grafana/ui';

import { instantOf } from '../columns';
import type { SeveritySeries } from '../model';

import { subjectOf, type Subject } from './own';

export interface Annotation {
  timeMs: number;
  /** Later than `timeMs`; null for an instant. */
  endMs: number | null;
  title: string;
  /** The original text, which may contain HTML. */
  text: string;
  tags: string[];
  color: string;
  /** The series, if the annotation comes from a Seismo event; otherwise null. */
  subject: Subject | null;
  /** The ids of the series that it is drawn over; null for all. */
  over: ReadonlySet<string> | null;
}

/** The annotations of all frames, ordered by time. Rows without a time are left out. */
export function readAnnotations(frames: DataFrame[] | undefined, theme: GrafanaTheme2): Annotation[] {
  const all = (frames ?? []).flatMap((frame) => readFrame(frame, theme));
  return all.sort((a, b) => a.timeMs - b.timeMs);
}

function readFrame(frame: DataFrame, theme: GrafanaTheme2): Annotation[] {
  const column = (name: string): unknown[] => frame.fields.find((field) => field.name === name)?.values ?? [];
  const [times, ends, titles, texts, colors, sources] = ['time', 'timeEnd', 'title', 'text', 'color', 'source'].map(column) as [
    unknown[],
    ...[unknown[], unknown[], unknown[], unknown[], unknown[]],
  ];
  const allTags = column('tags');
  const found: Annotation[] = [];
  for (let row = 0; row < times.length; row++) {
    const timeMs = instantOf(times[row]);
    if (timeMs !== null) {
      const endMs = instantOf(ends[row]);
      const title = textOf(titles[row]);
      const tags = tagsOf(allTags[row]);
      found.push({
        timeMs,
        endMs: endMs !== null && endMs > timeMs ? endMs : null,
        title,
        text: textOf(texts[row]),
        tags,
        color: theme.visualization.getColorByName(textOf(colors[row]) || DEFAULT_ANNOTATION_COLOR),
        subject: subjectOf({ title, tags }, sources[row]),
        over: null,
      });
    }
  }
  return found;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function tagsOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : textOf(value).split(',');
  return list.map((tag) => textOf(tag).trim()).filter((tag) => tag !== '');
}

/** The annotations that cover a time, or are at most `reachMs` away from it. */
export function annotationsAt(all: Annotation[], timeMs: number, reachMs: number): Annotation[] {
  return all.filter((one) => one.timeMs - reachMs <= timeMs && timeMs <= (one.endMs ?? one.timeMs) + reachMs);
}

/** The texts of the annotations at a row of a series: those within half an interval. */
export function notesNear(all: Annotation[], { verdict }: SeveritySeries, timeMs: number): string[] {
  const intervalMs = verdict?.meta?.intervalMs ?? 0;
  return annotationsAt(all, timeMs, intervalMs / 2).map(annotationText);
}

/** One line: the title and the text without its markup. */
export function annotationText({ title, text }: Annotation): string {
  const bare = text.includes('<') ? (new DOMParser().parseFromString(text, 'text/html').body.textContent ?? '') : text;
  return [title, bare.trim()].filter((part) => part !== '').join(': ');
}
