/**
 * Spread into the values of `t` that hold text from outside: i18next would write `Europe&#x2F;Berlin`, but React escapes
 * what it draws itself.
 */
export const verbatim = { interpolation: { escapeValue: false } } as const;
