/** The names of a panel's series, so that no two are the same. Pure. */

/** A series with the name from its query. */
export interface Named {
  name: string;
  refId?: string;
  labels?: Record<string, string>;
}

/**
 * The names, in order. One that occurs in several queries gets its query as a prefix, such as `A: cart`. Series of one
 * query with the same legend get the labels in which they differ, such as `api (instance="a")`.
 */
export function tellApart(series: Named[]): string[] {
  const queries = new Map<string, Set<string>>();
  series.forEach(({ name, refId = '' }) => queries.set(name, (queries.get(name) ?? new Set()).add(refId)));
  const names = series.map(({ name, refId }) => (refId && queries.get(name)!.size > 1 ? `${refId}: ${name}` : name));
  for (const places of alike(names)) {
    const labels = differing(places.map((place) => series[place]!.labels ?? {}));
    if (labels.length > 0) {
      places.forEach((place) => {
        const own = series[place]!.labels ?? {};
        names[place] += ` (${labels.map((label) => `${label}=${JSON.stringify(own[label] ?? '')}`).join(', ')})`;
      });
    }
  }
  return numbered(names);
}

/** The positions of names that occur more than once. */
function alike(names: string[]): number[][] {
  const places = new Map<string, number[]>();
  names.forEach((name, place) => {
    const known = places.get(name);
    if (known) {
      known.push(place);
    } else {
      places.set(name, [place]);
    }
  });
  return [...places.values()].filter(({ length }) => length > 1);
}

/** The labels that are not the same in all, by name. */
function differing(all: Array<Record<string, string>>): string[] {
  const labels = new Set(all.flatMap((one) => Object.keys(one)));
  return [...labels].filter((label) => new Set(all.map((one) => one[label] ?? '')).size > 1).sort();
}

/** Numbers names that are still equal: `up`, `up (2)`. */
function numbered(names: string[]): string[] {
  const taken = new Set(names);
  const given = [...names];
  for (const places of alike(names)) {
    let count = 1;
    for (const place of places.slice(1)) {
      do {
        count += 1;
      } while (taken.has(`${names[place]} (${count})`));
      given[place] = `${names[place]} (${count})`;
      taken.add(given[place]);
    }
  }
  return given;
}
