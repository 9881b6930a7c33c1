/**
 * For values of `t` with text from outside: i18next would write `Europe&#x2F;Berlin`, but React already escapes text.
 */
export const verbatim = { interpolation: { escapeValue: false } } as const;
