import React, { useRef, type KeyboardEvent } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { TextArea, useStyles2, useTheme2 } from '@grafana/ui';

import { verbatim } from '../../shared/i18n/verbatim';
import type { Completer } from '../complete/completion';
import { useCompletion, type LookUp } from '../complete/useCompletion';
import { useDraft } from './useDraft';

interface Props {
  id: string;
  /** The accessible name. */
  label: string;
  value: string;
  placeholder?: string;
  rows?: number;
  invalid?: boolean;
  /** In units of the theme's grid; as wide as there is room without it. */
  width?: number;
  complete: Completer;
  /** Only a completer that offers lists of its own does without. */
  lookUp?: LookUp;
  onCommit: (value: string) => void;
  onRun: () => void;
}

/** A query text that offers names at the cursor. Handed over on blur and on Ctrl+Enter, which runs it as well. */
export function SuggestField({ id, label, value, placeholder, rows = 1, invalid, width, complete, lookUp, onCommit, onRun }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, setDraft, commit } = useDraft(value, onCommit);
  const { offer, open, close, move } = useCompletion(complete, lookUp);
  const listId = `${id}-names`;

  const openAtCursor = () => {
    const area = field.current;
    void open(area ? area.value.slice(0, area.selectionStart) : '');
  };
  // A field of one name shows all of them at first, whatever it holds.
  const openAll = () => void open('');

  const accept = (name: string) => {
    const area = field.current;
    if (!offer || !area) {
      return;
    }
    const { from, isWhole } = offer.completion;
    close();
    area.focus();
    if (isWhole) {
      // A choice is made at once, as from a menu.
      commit(name);
      return;
    }
    const cursor = from + name.length;
    setDraft(text.slice(0, from) + name + text.slice(area.selectionStart));
    // After React has written the new text: writing it moves the cursor to the end.
    requestAnimationFrame(() => area.setSelectionRange(cursor, cursor));
  };

  const onOfferKey = (event: KeyboardEvent): boolean => {
    if (!offer) {
      return false;
    }
    const name = offer.names[offer.active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && name !== undefined) {
      accept(name);
    } else if (event.key === 'Escape') {
      close();
    } else {
      return false;
    }
    return true;
  };

  const onFieldKey = (event: KeyboardEvent): boolean => {
    const withControl = event.ctrlKey || event.metaKey;
    if (withControl && event.key === ' ') {
      openAtCursor();
      return true;
    }
    if (event.key === 'Enter' && (withControl || rows === 1) && !event.shiftKey) {
      close();
      commit();
      onRun();
      return true;
    }
    return false;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const withControl = event.ctrlKey || event.metaKey;
    if ((!withControl && onOfferKey(event)) || onFieldKey(event)) {
      event.preventDefault();
    }
  };

  return (
    <div className={cx(styles.root, width === undefined && styles.wide)} style={{ width: width && theme.spacing(width) }}>
      <TextArea
        id={id}
        ref={field}
        rows={rows}
        value={text}
        placeholder={placeholder}
        invalid={invalid}
        aria-invalid={invalid}
        spellCheck={false}
        autoComplete="off"
        className={cx(styles.code, rows === 1 && styles.singleLine)}
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={offer !== null}
        aria-controls={listId}
        aria-activedescendant={offer && offer.active >= 0 ? `${listId}-${offer.active}` : undefined}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
          openAtCursor();
        }}
        onFocus={rows === 1 ? openAll : undefined}
        onBlur={() => {
          close();
          commit();
        }}
        onKeyDown={onKeyDown}
      />
      {/* The list stays in the page while empty: a combobox has to control something. */}
      <ul
        id={listId}
        role="listbox"
        aria-label={t('datasource.suggest.list', 'Names for {{label}}', { label, ...verbatim })}
        className={offer ? styles.list : styles.hidden}
      >
        {offer?.names.map((name, index) => (
          <li
            key={name}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === offer.active}
            className={cx(styles.option, index === offer.active && styles.active)}
            // Before blur, which would close the list first.
            onMouseDown={(event) => {
              event.preventDefault();
              accept(name);
            }}
          >
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  root: css({ position: 'relative' }),
  wide: css({ flexGrow: 1, minWidth: 240 }),
  code: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: theme.typography.bodySmall.fontSize }),
  singleLine: css({
    resize: 'none',
    minHeight: theme.spacing(4),
    height: theme.spacing(4),
    padding: theme.spacing(0, 1),
    // As high as the field, so that its one line stands in the middle; less its border.
    lineHeight: `calc(${theme.spacing(4)} - 2px)`,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
  }),
  hidden: css({ display: 'none' }),
  list: css({
    position: 'absolute',
    zIndex: theme.zIndex.typeahead,
    top: '100%',
    left: 0,
    minWidth: '100%',
    width: 'max-content',
    maxWidth: 480,
    maxHeight: 260,
    overflowY: 'auto',
    margin: theme.spacing(0.25, 0, 0),
    padding: theme.spacing(0.5, 0),
    listStyle: 'none',
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z3,
  }),
  option: css({
    padding: theme.spacing(0.5, 1),
    cursor: 'pointer',
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    '&:hover': { background: theme.colors.action.hover },
  }),
  active: css({ background: theme.colors.action.selected }),
});
