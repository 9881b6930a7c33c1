/** How rare a point is, in words. Pure. */
import { t } from '../shared/i18n/text';

const DAYS = { week: 7, month: 365.25 / 12, year: 365.25 };
/** Largest number of years that is written, because no history reaches farther. */
const MOST_YEARS = 10;
/** Number of weeks above which months are written. */
const MOST_WEEKS = 8;

/** How often ordinary samples would raise such an alarm, for a number of times a week: above 0, or 0 for never. */
export function rarityText(alarmsPerWeek: number): string {
  const days = DAYS.week / alarmsPerWeek;
  const [weeks, months, years] = [days / DAYS.week, days / DAYS.month, days / DAYS.year];
  if (days < 0.7) {
    return t('panel.rarity.often', 'several times a day');
  }
  if (Math.round(days) < DAYS.week) {
    const count = Math.max(1, Math.round(days));
    return t('panel.rarity.days', 'about once in {{count}} days', { count, defaultValue_one: 'about once a day' });
  }
  if (Math.round(weeks) <= MOST_WEEKS) {
    const count = Math.round(weeks);
    return t('panel.rarity.weeks', 'about once in {{count}} weeks', { count, defaultValue_one: 'about once a week' });
  }
  if (Math.round(months) < 12) {
    const count = Math.round(months);
    return t('panel.rarity.months', 'about once in {{count}} months', { count, defaultValue_one: 'about once a month' });
  }
  if (years <= MOST_YEARS) {
    const count = Math.round(years);
    return t('panel.rarity.years', 'about once in {{count}} years', { count, defaultValue_one: 'about once a year' });
  }
  return t('panel.rarity.hardly', 'less than once in {{years}} years', { years: MOST_YEARS });
}
