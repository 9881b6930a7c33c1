import { useCallback, useEffect, useState } from 'react';

import { ianaZone } from '../datasource/timezone';
import { readState, writeState, type PageState } from './urlState';

/** The page's state, kept in the address; the browser's back button undoes a change. */
export function usePageState(): [PageState, (change: Partial<PageState>) => void] {
  const [state, setState] = useState(fromAddress);

  useEffect(() => {
    const onBack = () => setState(fromAddress());
    window.addEventListener('popstate', onBack);
    return () => window.removeEventListener('popstate', onBack);
  }, []);

  const change = useCallback((part: Partial<PageState>) => {
    const next = { ...fromAddress(), ...part };
    window.history.pushState(null, '', writeState(next));
    setState(next);
  }, []);

  return [state, change];
}

function fromAddress(): PageState {
  const prefersLight = window.matchMedia('(prefers-color-scheme: light)').matches;
  return readState(window.location.search, { theme: prefersLight ? 'light' : 'dark', timezone: ianaZone(undefined) });
}
