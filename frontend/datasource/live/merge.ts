/** Merges a message into frames. Pure: no clock, no state, and nothing is changed in place. */
import type { DataFrame, Field } from '@grafana/data';

import { seismoMetaOf, type SeismoMeta } from '../../shared/contract';
import { firstFrom } from '../../shared/times';

import { recount } from './counts';
import { rejoin } from './events';
import type { LiveMessage } from './message';
import { rowsOf, timeField, timesOf } from './rows';

/** The parameters of a merge. */
export interface Merging {
  /** Older rows are dropped. */
  keepFromMs: number;
  /** Rows up to here were in the answer, or in an earlier message. */
  coveredToMs: number;
}

/**
 * The frames of one query with the rows of a message, by time: new ones are added, others replaced. A new series comes
 * last; one without rows is dropped.
 */
export function mergeFrames(frames: DataFrame[], message: LiveMessage, merging: Merging): DataFrame[] {
  const fresh = new Map(message.frames.map((frame) => [keyOf(frame), frame]));
  const merged = frames.map((frame) => {
    const key = keyOf(frame);
    const rows = fresh.get(key);
    fresh.delete(key);
    return rows ? mergeFrame(frame, rows, merging) : shortened(frame, merging.keepFromMs);
  });
  const added = [...fresh.values()].map((frame) => shortened(frame, merging.keepFromMs));
  return [...merged, ...added].filter((frame) => frame.length > 0);
}

/**
 * The identity of a series within its query: its labels. Names depend on the labels in which the series of an answer
 * differ, and a message may hold fewer series.
 */
function keyOf(frame: DataFrame): string {
  const labels = Object.entries(frame.fields[1]?.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(labels);
}

function mergeFrame(frame: DataFrame, rows: DataFrame, merging: Merging): DataFrame {
  const [old, added] = [timesOf(frame), timesOf(rows)];
  const places = placesOf(old, added, firstFrom(old, merging.keepFromMs), firstFrom(added, merging.keepFromMs));
  const names = new Map(rows.fields.map((field) => [field.name, field]));
  const known = new Set(frame.fields.map((field) => field.name));
  const fields = [
    ...frame.fields.map((field) => picked(field, field, names.get(field.name), places)),
    ...rows.fields
      .filter((field) => !known.has(field.name))
      .map((field) => picked(renamed(field, rows.name, frame.name), undefined, field, places)),
  ];
  const merged = { ...frame, fields, length: places.length };
  return { ...merged, meta: metaOf(frame, rows, merged, merging) };
}

/** A field named after its series gets the name from the answer. */
function renamed(field: Field, from = '', to = ''): Field {
  const name = field.config.displayNameFromDS;
  const ours = name?.startsWith(`${from} `) ? `${to}${name.slice(from.length)}` : name;
  return { ...field, config: { ...field.config, displayNameFromDS: ours } };
}

/** The source of each row of the merged frame: a row of the old frame, or `-1 - row` for a row of the new one. */
function placesOf(old: number[], added: number[], oldFrom: number, addedFrom: number): number[] {
  const places: number[] = [];
  let at = oldFrom;
  for (let row = addedFrom; row < added.length; row++) {
    while (at < old.length && old[at]! < added[row]!) {
      places.push(at++);
    }
    if (old[at] === added[row]) {
      at += 1;
    }
    places.push(-1 - row);
  }
  while (at < old.length) {
    places.push(at++);
  }
  return places;
}

function picked(like: Field, old: Field | undefined, added: Field | undefined, places: number[]): Field {
  const values = places.map((place) => (place >= 0 ? old?.values[place] : added?.values[-1 - place]) ?? null);
  // Grafana's calculations of the old values are outdated.
  return { ...like, values, state: like.state && { ...like.state, calcs: undefined } };
}

/** The frame without the rows before `keepFromMs`. */
function shortened(frame: DataFrame, keepFromMs: number): DataFrame {
  const from = firstFrom(timesOf(frame), keepFromMs);
  if (from === 0 || !timeField(frame)) {
    return frame;
  }
  const fields = frame.fields.map((field) => ({ ...field, values: field.values.slice(from) }));
  const short = { ...frame, fields, length: Math.max(0, frame.length - from) };
  const seismo = seismoMetaOf(frame.meta?.custom);
  return seismo ? { ...short, meta: withSeismo(frame, told(seismo, null, frame, short, Infinity, Infinity)) } : short;
}

function metaOf(frame: DataFrame, rows: DataFrame, merged: DataFrame, { coveredToMs }: Merging): DataFrame['meta'] {
  const [seismo, fresh] = [seismoMetaOf(frame.meta?.custom), seismoMetaOf(rows.meta?.custom)];
  if (!seismo) {
    return frame.meta;
  }
  return withSeismo(frame, told(seismo, fresh, frame, merged, timesOf(rows)[0] ?? Infinity, coveredToMs));
}

/**
 * The updated metadata of a frame. Information about scoring comes from the message; counts over all rows are updated.
 */
function told(
  seismo: SeismoMeta,
  fresh: SeismoMeta | null,
  before: DataFrame,
  after: DataFrame,
  changedFromMs: number,
  countedToMs: number
): SeismoMeta {
  const { intervalMs } = seismo;
  const rows = rowsOf(after);
  const excluded = windowsOf(seismo, fresh);
  const counts = recount(seismo.counts, { ...seismo, excluded }, { before: rowsOf(before), after: rows, countedToMs });
  return {
    ...seismo,
    ...fresh,
    counts,
    events: rejoin(seismo.events, fresh?.events ?? [], { rows, changedFromMs, intervalMs }),
    excluded,
    thinned: seismo.thinned && counts.points > after.length ? { from: counts.points, to: after.length } : null,
    dropped: seismo.dropped,
  };
}

function windowsOf(seismo: SeismoMeta, fresh: SeismoMeta | null): SeismoMeta['excluded'] {
  const windows = [...(seismo.excluded ?? []), ...(fresh?.excluded ?? [])];
  return [...new Map(windows.map((window) => [`${window.fromMs} ${window.toMs}`, window])).values()];
}

function withSeismo(frame: DataFrame, seismo: SeismoMeta): DataFrame['meta'] {
  return { ...frame.meta, custom: { ...frame.meta?.custom, seismo } };
}
