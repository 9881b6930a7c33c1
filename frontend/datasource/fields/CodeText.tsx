import React, { useMemo } from 'react';
import { useTheme2 } from '@grafana/ui';

import { tokenColor } from '../highlight/colors';
import { lexers, type Language } from '../highlight/languages';

/** A query text with its colours, for a `pre`. */
export function CodeText({ text, language }: { text: string; language: Language }) {
  const theme = useTheme2();
  const tokens = useMemo(() => lexers[language](text), [text, language]);
  return (
    <>
      {tokens.map(({ kind, text: piece }, index) => (
        <span key={index} style={{ color: tokenColor(kind, theme) }}>
          {piece}
        </span>
      ))}
    </>
  );
}
