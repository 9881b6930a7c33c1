/** Settings that provisioning fills from environment variables: Grafana writes these as text. */
import type { SeismoJsonData } from '../types';

const FLAGS = ['tlsAuth', 'tlsAuthWithCACert', 'tlsSkipVerify', 'oauthPassThru'] as const;
const COUNTS = ['timeout', 'maxSeries', 'maxSamples'] as const;

/**
 * The settings with flags and numbers as the backend parses them; a text that is neither stays, so that the backend
 * reports it.
 */
export function withoutTexts(jsonData: SeismoJsonData): SeismoJsonData {
  const read: SeismoJsonData = { ...jsonData };
  for (const key of FLAGS) {
    read[key] = flagOf(jsonData[key]);
  }
  for (const key of COUNTS) {
    read[key] = countOf(jsonData[key]);
  }
  return read;
}

/** The types describe the settings that we write, not what a file may contain. */
function flagOf(value: boolean | undefined): boolean | undefined {
  const given: unknown = value;
  switch (typeof given === 'string' ? given.trim().toLowerCase() : null) {
    case 'true':
      return true;
    case 'false':
    case '':
      return false;
    default:
      return value;
  }
}

function countOf(value: number | undefined): number | undefined {
  const given: unknown = value;
  if (typeof given !== 'string') {
    return value;
  }
  if (given.trim() === '') {
    return undefined;
  }
  return Number.isFinite(Number(given)) ? Number(given) : value;
}
