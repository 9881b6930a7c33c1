/** The provenance of a score, in words: season, history, method. Pure. */

import type { SeismoMeta } from '../../shared/contract';
import { formatShare } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { rarityText } from '../rarity';

/** A line of the explanation. */
export interface Line {
  label: string;
  text: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** The frame's information about its scoring. */
export function provenanceOf(meta: SeismoMeta): Line[] {
  const lines = [
    { label: t('panel.provenance.season', 'Season'), text: seasonText(meta) },
    { label: t('panel.provenance.history', 'History used'), text: historyText(meta) },
    { label: t('panel.provenance.interval', 'Interval'), text: durationText(meta.intervalMs) },
    { label: t('panel.provenance.method', 'Method'), text: `${meta.preset} (${meta.algorithm})` },
  ];
  if (typeof meta.budget === 'number') {
    lines.push({ label: t('panel.provenance.budget', 'False alarms allowed'), text: rarityText(meta.budget) });
  }
  lines.push({ label: t('panel.provenance.threshold', 'Threshold'), text: thresholdText(meta) });
  if (meta.thinned) {
    lines.push({ label: t('panel.provenance.thinned', 'Rows drawn'), text: thinnedText(meta.thinned) });
  }
  return lines;
}

/** `daily (1440 samples)`; also says if the query fixed that season. */
export function seasonText({ season, intervalMs }: Pick<SeismoMeta, 'season' | 'intervalMs'>): string {
  if (!season) {
    return t('panel.provenance.no-season', 'none');
  }
  const period = periodText(season.samples * intervalMs);
  const samples = t('panel.provenance.samples', '{{period}} ({{count}} samples)', {
    period,
    count: season.samples,
    defaultValue_one: '{{period}} ({{count}} sample)',
  });
  return season.mode === 'fixed' ? t('panel.provenance.asked', '{{season}}, as asked', { season: samples }) : samples;
}

function periodText(periodMs: number): string {
  switch (periodMs) {
    case HOUR:
      return t('panel.provenance.hourly', 'hourly');
    case DAY:
      return t('panel.provenance.daily', 'daily');
    case WEEK:
      return t('panel.provenance.weekly', 'weekly');
    default:
      return t('panel.provenance.every', 'every {{duration}}', { duration: durationText(periodMs) });
  }
}

/** `5.5 d of 7 d`: if less history was available than requested, how much. */
export function historyText({ historyMs, historyUsedMs }: Pick<SeismoMeta, 'historyMs' | 'historyUsedMs'>): string {
  const used = durationText(historyUsedMs);
  const asked = durationText(historyMs);
  return historyUsedMs < historyMs && used !== asked
    ? t('panel.provenance.history-of', '{{used}} of {{asked}}', { used, asked })
    : used;
}

function thresholdText({ threshold, direction }: SeismoMeta): string {
  const share = formatShare(threshold);
  switch (direction) {
    case 'above':
      return t('panel.provenance.above', '{{share}}, only above the expected value', { share });
    case 'below':
      return t('panel.provenance.below', '{{share}}, only below the expected value', { share });
    case 'both':
      return share;
  }
}

function thinnedText({ from, to }: { from: number; to: number }): string {
  return t('panel.provenance.thinned-to', '{{to}} of {{from}}, including every anomaly', {
    from: from.toLocaleString(),
    to: to.toLocaleString(),
  });
}

/** A length of time in its largest unit: `7 d`, `5.5 d`, `90 s` is `1.5 min`. */
export function durationText(ms: number): string {
  const units: Array<[number, string]> = [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
  ];
  const [size, unit] = units.find(([least]) => ms >= least) ?? [1, 'ms'];
  return `${Number((ms / size).toFixed(1))} ${unit}`;
}
