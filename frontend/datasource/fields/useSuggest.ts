import { useLayoutEffect, useRef, type KeyboardEvent } from 'react';

import type { Completer, Offer } from '../complete/completion';
import { useCompletion, type LookUp } from '../complete/useCompletion';
import { useDraft } from './useDraft';

interface Options {
  id: string;
  value: string;
  complete: Completer;
  lookUp?: LookUp;
  /** Enter runs; otherwise it starts a line, and Ctrl+Enter or Shift+Enter runs. */
  isSingleLine: boolean;
  onCommit: (value: string) => void;
  onRun: () => void;
}

/** A text with offers at the cursor: what its text area and its list need. Handed over on blur, and where it runs. */
export function useSuggest({ id, value, complete, lookUp, isSingleLine, onCommit, onRun }: Options) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, setDraft, commit } = useDraft(value, onCommit);
  const { offer, open, close, move } = useCompletion(complete, lookUp);
  const listId = `${id}-names`;
  const cursorAfter = useRef<number | null>(null);

  // Once React has written the new text, for writing moves the cursor to its end; and before the next key.
  useLayoutEffect(() => {
    if (cursorAfter.current !== null) {
      field.current?.setSelectionRange(cursorAfter.current, cursorAfter.current);
      cursorAfter.current = null;
    }
  });

  const openAtCursor = () => {
    const area = field.current;
    void open(area ? area.value.slice(0, area.selectionStart) : '');
  };
  // A field of one name shows all of them at first, whatever it holds.
  const openAll = () => void open('');

  const accept = ({ label, insert = label, from: begin, back = 0 }: Offer) => {
    const area = field.current;
    if (!offer || !area) {
      return;
    }
    const { isWhole, from: usual } = offer.completion;
    close();
    area.focus();
    if (isWhole) {
      // A choice is made at once, as from a menu.
      commit(label);
      return;
    }
    const from = begin ?? usual;
    const cursor = from + insert.length - back;
    cursorAfter.current = cursor;
    replace(area, from, insert, setDraft);
  };

  const onOfferKey = (event: KeyboardEvent): boolean => {
    if (!offer) {
      return false;
    }
    const chosen = offer.offers[offer.active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) {
      accept(chosen);
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
    if (event.key === 'Enter' && (isSingleLine ? !event.shiftKey : withControl || event.shiftKey)) {
      close();
      commit();
      onRun();
      return true;
    }
    return false;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    // Enter takes what an input method for Chinese or Japanese offers.
    if (event.nativeEvent.isComposing) {
      return;
    }
    const isRun = event.ctrlKey || event.metaKey || (event.shiftKey && event.key === 'Enter');
    if ((!isRun && onOfferKey(event)) || onFieldKey(event)) {
      event.preventDefault();
    }
  };

  return {
    text,
    list: { id: listId, offers: offer?.offers ?? null, active: offer?.active ?? -1, onAccept: accept },
    area: {
      id,
      ref: field,
      value: text,
      spellCheck: false,
      autoComplete: 'off',
      autoCapitalize: 'none',
      // Safari's own: without it, a phone corrects the names of metrics.
      autoCorrect: 'off',
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': offer !== null,
      'aria-controls': listId,
      'aria-activedescendant': offer && offer.active >= 0 ? `${listId}-${offer.active}` : undefined,
      onChange: (event: { currentTarget: HTMLTextAreaElement }) => {
        setDraft(event.currentTarget.value);
        openAtCursor();
      },
      onFocus: isSingleLine ? openAll : undefined,
      onBlur: () => {
        close();
        commit();
      },
      onKeyDown,
    },
  } as const;
}

/** Writes over what stands between a place and the cursor, as typing does: so that the browser's undo takes it back. */
function replace(area: HTMLTextAreaElement, from: number, insert: string, write: (text: string) => void) {
  const to = area.selectionStart;
  area.setSelectionRange(from, to);
  // No other way reaches the browser's own undo; where it is gone, the text is written all the same.
  const isTyped = document.execCommand?.('insertText', false, insert) ?? false;
  if (!isTyped) {
    write(area.value.slice(0, from) + insert + area.value.slice(to));
  }
}
