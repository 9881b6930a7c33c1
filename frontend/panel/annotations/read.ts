/** The dashboard's annotations out of frames. Pure. */
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { DEFAULT_ANNOTATION_COLOR } from '@grafana/ui';

import { instantOf } from '../columns';
import type { SeveritySeries } from '../model';

import { subjectOf, type Subject } from './own';

export interface Annotation {
  timeMs: number;
  /** Later than `timeMs`; null for a moment. */
  endMs: number | null;
  title: string;
  /** As it was written: it may hold HTML. */
  text: string;
  tags: string[];
  color: string;
  /** Of one that was made of a Seismo event: the series that it is of. Null for all others. */
  subject: Subject | null;
  /** The ids of the series that it stands over; null: all. */
  over: ReadonlySet<string> | null;
}

/** Those of all frames, in order of time. Rows without a time are left out. */
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

/** Those that cover a time, or lie at most so far from it. */
export function annotationsAt(all: Annotation[], timeMs: number, reachMs: number): Annotation[] {
  return all.filter((one) => one.timeMs - reachMs <= timeMs && timeMs <= (one.endMs ?? one.timeMs) + reachMs);
}

/** What those at a row of a series say: within half an interval they are its own. */
export function notesNear(all: Annotation[], { verdict }: SeveritySeries, timeMs: number): string[] {
  const intervalMs = verdict?.meta?.intervalMs ?? 0;
  return annotationsAt(all, timeMs, intervalMs / 2).map(annotationText);
}

/** In a line: the title and the text without its markup. */
export function annotationText({ title, text }: Annotation): string {
  const bare = text.includes('<') ? (new DOMParser().parseFromString(text, 'text/html').body.textContent ?? '') : text;
  return [title, bare.trim()].filter((part) => part !== '').join(': ');
}
