import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { TextArea, useStyles2 } from '@grafana/ui';

import type { Completer } from '../complete/completion';
import type { LookUp } from '../complete/useCompletion';
import type { Language } from '../highlight/languages';
import { CodeText } from './CodeText';
import { OfferList } from './OfferList';
import { useSuggest } from './useSuggest';

interface Props {
  id: string;
  /** The accessible name. */
  label: string;
  language: Language;
  value: string;
  placeholder: string;
  invalid: boolean;
  complete: Completer;
  lookUp: LookUp;
  onCommit: (value: string) => void;
  onRun: () => void;
}

/**
 * A query text with colours, as high as its lines, that offers words and names at the cursor. The text area lies over a
 * coloured copy of its text: so the keyboard, undo, touch and screen readers work as in every text area, and Tab leaves it.
 */
export function CodeField({ label, language, placeholder, invalid, ...options }: Props) {
  const styles = useStyles2(getStyles);
  const { text, area, list } = useSuggest({ ...options, isSingleLine: false });
  const hintId = `${options.id}-hint`;

  return (
    <div className={styles.root}>
      <div className={styles.stack}>
        <pre aria-hidden="true" translate="no" className={cx(styles.text, styles.colours)}>
          {/* What is not there yet takes its room all the same. */}
          {text === '' ? <span className={styles.absent}>{placeholder}</span> : <CodeText text={text} language={language} />}
          {/* A last, empty line has a height only with something in it. */}
          {'\n'}
        </pre>
        <TextArea
          {...area}
          rows={1}
          placeholder={placeholder}
          invalid={invalid}
          aria-invalid={invalid}
          aria-label={label}
          aria-describedby={hintId}
          className={cx(styles.text, styles.area, invalid && styles.invalid)}
        />
      </div>
      <OfferList {...list} label={label} isMixed />
      <span id={hintId} className={styles.hint}>
        {t('datasource.code.hint', 'Shift+Enter or Ctrl+Enter runs the query, Ctrl+Space offers words and names')}
      </span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  root: css({ position: 'relative', flexGrow: 1, minWidth: 0, width: '100%' }),
  stack: css({ display: 'grid', background: theme.components.input.background, borderRadius: theme.shape.radius.default }),
  // Both layers break their lines at the same places only where all of this is the same.
  text: css({
    gridArea: '1 / 1',
    boxSizing: 'border-box',
    width: '100%',
    margin: 0,
    padding: theme.spacing(0.75, 1),
    border: '1px solid transparent',
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantLigatures: 'none',
    lineHeight: '18px',
    letterSpacing: 'normal',
    tabSize: 2,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    wordBreak: 'normal',
  }),
  colours: css({
    background: 'transparent',
    overflow: 'hidden',
    pointerEvents: 'none',
    '@media (forced-colors: active)': { visibility: 'hidden' },
  }),
  area: css({
    minHeight: 0,
    height: '100%',
    resize: 'none',
    overflow: 'hidden',
    borderColor: theme.components.input.borderColor,
    background: 'transparent',
    color: 'transparent',
    caretColor: theme.colors.text.primary,
    '&::selection': { background: theme.colors.primary.transparent },
    '@media (forced-colors: active)': { color: 'CanvasText' },
  }),
  invalid: css({ borderColor: theme.colors.error.border }),
  absent: css({ visibility: 'hidden' }),
  hint: css({
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
});
