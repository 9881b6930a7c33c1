/** The language of the page: the one in its address, or the browser's first language with texts. */

/** Each language with its own name. */
export const LANGUAGES = { 'en-US': 'English', 'de-DE': 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const KNOWN = Object.keys(LANGUAGES) as Language[];

/** A language by its name in an address (`de-DE`, or `de` for short); null if there are no texts. */
export function asLanguage(name: string | null): Language | null {
  const [primary] = (name ?? '').toLowerCase().split('-');
  return KNOWN.find((known) => known.split('-')[0] === primary) ?? null;
}

/** The language of the address, else the user's first choice among the available ones. */
export function languageOf(asked: Language | null, preferred: readonly string[]): Language {
  return asked ?? preferred.map(asLanguage).find((known) => known !== null) ?? 'en-US';
}
