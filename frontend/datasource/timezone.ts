/** Time zones as the query stores them: always an IANA name, so that the score does not depend on the viewer. */

/** The IANA name for Grafana's `browser`, `utc` or empty zone; UTC if there is none. */
export function ianaZone(zone: string | undefined, browser: string = browserZone()): string {
  if (zone && zone.toLowerCase() === 'utc') {
    return 'UTC';
  }
  const name = zone && zone !== 'browser' ? zone : browser;
  return isZone(name) ? name : 'UTC';
}

/** Whether the browser knows this name; `browser` and offsets such as `+01:00` are not names. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) {
    return false;
  }
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Every name that the browser knows, after `offered` and UTC. */
export function zoneNames(offered = 'UTC'): string[] {
  return [...new Set([offered, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}
