/** The colours of a query's pieces: at least 4.5:1 against the field in each theme (`highlight.test.ts` computes it). */
import type { GrafanaTheme2 } from '@grafana/data';

import type { TokenKind } from './lexer';

const OWN: Record<'dark' | 'light', Partial<Record<TokenKind, string>>> = {
  dark: { keyword: '#C8A2F2', function: '#7DB3FF', label: '#5FD3CE', string: '#86D98A', number: '#F5B770', variable: '#F7A1C9' },
  light: { keyword: '#7A3DB8', function: '#1B5FC1', label: '#0B6E75', string: '#2A7A2E', number: '#9A4D00', variable: '#B0277A' },
};

export function tokenColor(kind: TokenKind, theme: GrafanaTheme2): string {
  const own = OWN[theme.isDark ? 'dark' : 'light'][kind];
  if (own) {
    return own;
  }
  return kind === 'plain' ? theme.colors.text.primary : theme.colors.text.secondary;
}
