/**
 * Reads JSON as what it has to be. What cannot be read is told and left out, so that whoever works with the rest meets nothing
 * but what its type says. Pure.
 */
import { isRecord } from '../../shared/json';

/** What would be right in place of a value. */
export type Right = 'text' | 'number' | 'flag' | 'list' | 'object' | 'season';

/** Why something cannot be read. */
export type Unreadable =
  | { why: 'type'; field: string; value: unknown; right: Right }
  | { why: 'unknown'; field: string; known: string[] }
  | { why: 'missing'; field: string; name: string };

type Tell = (problem: Unreadable) => void;

/** Reads the value at a path; undefined where it is none of these. */
export type Shape = (value: unknown, path: string, tell: Tell) => unknown;

/** A field of an object. */
interface Field {
  shape: Shape;
  /** Whether null is as good as nothing. */
  isNullable?: boolean;
  /** What stands for a value that has to be there. */
  standIn?: unknown;
}

/** A shape for each field of a type: one that is forgotten, or that there is not, does not compile. */
export type Fields<T> = { [K in keyof T]-?: Field };

export const text = typed('text', (value) => typeof value === 'string');
export const number = typed('number', (value) => typeof value === 'number');
export const flag = typed('flag', (value) => typeof value === 'boolean');
export const season = typed('season', (value) => typeof value === 'number' || typeof value === 'string');
/** An object whose fields are somebody else's business. */
export const anyObject = typed('object', isRecord);

/** A field that may be absent or null. */
export function optional(shape: Shape): Field {
  return { shape, isNullable: true };
}

/** A field that may be absent, but not null. */
export function absentOr(shape: Shape): Field {
  return { shape };
}

/** A field that has to be there. */
export function required(shape: Shape, standIn: unknown): Field {
  return { shape, standIn };
}

export function listOf(item: Shape): Shape {
  return (value, path, tell) => {
    if (!Array.isArray(value)) {
      return refused({ why: 'type', field: path, value, right: 'list' }, tell);
    }
    return value.map((one, at) => item(one, `${path}[${at}]`, tell)).filter((one) => one !== undefined);
  };
}

export function objectOf<T>(fields: Fields<T>): Shape {
  const known = new Map<string, Field>(Object.entries(fields));
  return (value, path, tell) => {
    if (!isRecord(value)) {
      return refused({ why: 'type', field: path, value, right: 'object' }, tell);
    }
    for (const name of Object.keys(value).filter((one) => value[one] !== undefined && !known.has(one))) {
      tell({ why: 'unknown', field: join(path, name), known: [...known.keys()] });
    }
    const read = [...known].map(([name, field]) => [name, readField(field, value[name], { path, name }, tell)] as const);
    return Object.fromEntries(read.filter(([, one]) => one !== undefined));
  };
}

function readField({ shape, isNullable, standIn }: Field, value: unknown, { path, name }: { path: string; name: string }, tell: Tell): unknown {
  if (value === undefined && standIn !== undefined) {
    tell({ why: 'missing', field: path || 'query', name });
    return standIn;
  }
  const isAbsent = value === undefined || (value === null && isNullable);
  return isAbsent ? undefined : (shape(value, join(path, name), tell) ?? standIn);
}

function typed(right: Right, fits: (value: unknown) => boolean): Shape {
  return (value, path, tell) => (fits(value) ? value : refused({ why: 'type', field: path, value, right }, tell));
}

function refused(problem: Unreadable, tell: Tell): undefined {
  tell(problem);
  return undefined;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
