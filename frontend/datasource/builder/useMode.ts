import { useState } from 'react';
import { store } from '@grafana/data';

const KEY = 'seismo.editor.builder';

/** What the query is edited with: what the person chose last, and for the first query of all the builder. */
export function useMode(isEmpty: boolean, isShowable: boolean) {
  const [prefersBuilder, setPrefersBuilder] = useState(() => store.getBool(KEY, isEmpty));
  // A text that had to be code stays code when it becomes simpler: nothing changes under the hands of who writes it.
  if (prefersBuilder && !isShowable) {
    setPrefersBuilder(false);
  }
  const choose = (isBuilder: boolean) => {
    store.set(KEY, isBuilder);
    setPrefersBuilder(isBuilder);
  };
  return { isBuilder: prefersBuilder && isShowable, choose };
}
