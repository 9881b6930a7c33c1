import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { CodeText } from '../fields/CodeText';
import type { Language } from '../highlight/languages';

/** What the builder writes; nothing for an empty text. */
export function Written({ text, language }: { text: string; language: Language }) {
  const styles = useStyles2(getStyles);
  if (text === '') {
    return null;
  }
  return (
    <pre className={styles.text}>
      <CodeText text={text} language={language} />
    </pre>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({
    margin: theme.spacing(0.5, 0),
    padding: theme.spacing(0.75, 1),
    border: 'none',
    background: theme.components.input.background,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  }),
});
