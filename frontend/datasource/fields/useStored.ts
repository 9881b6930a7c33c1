import { useState } from 'react';
import { store } from '@grafana/data';

const PREFIX = 'seismo.editor.';

/** Whether something is open, or another choice of this person, kept in the browser from one query to the next. */
export function useStored(name: string, usual: boolean): [boolean, (value: boolean) => void] {
  const [value, setValue] = useState(() => store.getBool(PREFIX + name, usual));
  const keep = (next: boolean) => {
    store.set(PREFIX + name, next);
    setValue(next);
  };
  return [value, keep];
}
