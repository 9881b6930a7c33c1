import { useState } from 'react';

/** A text that is edited here and handed over when the person is done, so that no query runs at each key. */
export function useDraft(value: string, onCommit: (value: string) => void) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (final = draft) => {
    if (final !== null && final !== value) {
      onCommit(final);
    }
    setDraft(null);
  };
  return { text: draft ?? value, setDraft, commit };
}
