/** The language of the page: the one in its address, or the first of the browser's that there are texts in. */

/** Each called as its speakers call it. */
export const LANGUAGES = { 'en-US': 'English', 'de-DE': 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const KNOWN = Object.keys(LANGUAGES) as Language[];

/** A language by its name in an address (`de-DE`, or `de` for short); null for one without texts. */
export function asLanguage(name: string | null): Language | null {
  const [primary] = (name ?? '').toLowerCase().split('-');
  return KNOWN.find((known) => known.split('-')[0] === primary) ?? null;
}

/** The language that the address asks for, else the reader's first choice among ours. */
export function languageOf(asked: Language | null, preferred: readonly string[]): Language {
  return asked ?? preferred.map(asLanguage).find((known) => known !== null) ?? 'en-US';
}
