/** The backend's detectors, parsed from the resource `detectors`. Pure. */

export interface DetectorInfo {
  id: string;
  name: string;
  summary: string;
  /** The paper; null if the backend names none. */
  reference: { title: string; url: string } | null;
  cost: string;
  /** Number of samples that it needs before it votes. */
  minimumHistory: number;
  parameters: ParameterInfo[];
}

export interface ParameterInfo {
  name: string;
  isWhole: boolean;
  default: number;
  minimum: number;
  maximum: number;
  unit: string;
  summary: string;
}

/** Parses the answer; an entry without an id, or a parameter without its bounds, is left out. */
export function readDetectors(answer: unknown): DetectorInfo[] {
  return listOf(answer).flatMap((entry) => {
    const { id, name, summary, reference, cost, minimumHistory, parameters } = entry;
    if (typeof id !== 'string' || id === '') {
      return [];
    }
    return [
      {
        id,
        name: textOf(name) || id,
        summary: textOf(summary),
        reference: referenceOf(reference),
        cost: textOf(cost),
        minimumHistory: typeof minimumHistory === 'number' ? minimumHistory : 0,
        parameters: listOf(parameters).flatMap((parameter) => parameterOf(parameter) ?? []),
      },
    ];
  });
}

function parameterOf({ name, type, unit, summary, ...bounds }: Record<string, unknown>): ParameterInfo | null {
  const { default: usual, minimum, maximum } = bounds;
  if (typeof name !== 'string' || typeof usual !== 'number' || typeof minimum !== 'number' || typeof maximum !== 'number') {
    return null;
  }
  return { name, isWhole: type === 'integer', default: usual, minimum, maximum, unit: textOf(unit), summary: textOf(summary) };
}

/** Only a web address becomes a link. */
function referenceOf(value: unknown): DetectorInfo['reference'] {
  const { title, url } = Object(value) as Record<string, unknown>;
  const address = textOf(url);
  return /^https?:\/\//.test(address) ? { title: textOf(title) || address, url: address } : null;
}

function listOf(value: unknown): Array<Record<string, unknown>> {
  return (Array.isArray(value) ? value : []).map((entry: unknown) => Object(entry) as Record<string, unknown>);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
