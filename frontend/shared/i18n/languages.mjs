// The requirements on a translation: the same keys, the plural forms of its language, the same values to fill in, and
// different words.

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** The keys that a language needs for these English texts, in order. */
export function keysIn(language, original) {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const keys = [...original.keys()].flatMap((key) => {
    const stem = key.replace(PLURAL, '');
    return isPlural(stem, original) && stem !== key ? forms.map((form) => `${stem}_${form}`) : [key];
  });
  return [...new Set(keys)];
}

/**
 * The problems of a translation, one sentence each. `maySayTheSame` is called for texts that the translation leaves
 * unchanged.
 */
export function problemsOf({ language, original, translated, maySayTheSame }) {
  const wanted = keysIn(language, original);
  const known = new Set(wanted);
  const unknown = [...translated.keys()].filter((key) => !known.has(key)).map((key) => `"${key}" is used nowhere`);
  const wrong = wanted.flatMap((key) => {
    const text = translated.get(key);
    const english = original.get(key) ?? original.get(key.replace(PLURAL, '_other'));
    if (text === undefined) {
      return [`"${key}" has no translation of "${english}"`];
    }
    return wrongWith(text, english, maySayTheSame).map((why) => `"${key}" ${why}`);
  });
  return [...unknown, ...wrong];
}

function wrongWith(text, english, maySayTheSame) {
  if (text.trim() === '') {
    return ['is empty'];
  }
  const [has, needs] = [text, english].map((one) => (one.match(/\{\{.*?\}\}/g) ?? []).sort().join(' '));
  if (has !== needs) {
    return [`fills in ${has || 'nothing'}, the original ${needs || 'nothing'}`];
  }
  const hasWords = /\p{L}/u.test(english.replace(/\{\{.*?\}\}/g, ''));
  if (text === english && hasWords && !maySayTheSame(text)) {
    return [`is still English: "${text}"; same.json lists what may stay`];
  }
  return [];
}

function isPlural(stem, original) {
  return original.has(`${stem}_one`) && original.has(`${stem}_other`);
}
