import React, { useCallback, useEffect, useState } from 'react';

import { selectors } from '../shared/selectors';
import { loadSession, messageOf, type Session } from './api';
import { App } from './App';

type Loaded = { state: 'loading' } | { state: 'failed'; message: string } | { state: 'ready'; session: Session };

/** The page from the moment it is opened: asks the server what there is, then shows it. */
export function Workbench() {
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });

  const load = useCallback(() => {
    loadSession().then(
      (session) => setLoaded({ state: 'ready', session }),
      (error: unknown) => setLoaded({ state: 'failed', message: messageOf(error) })
    );
  }, []);
  useEffect(load, [load]);

  switch (loaded.state) {
    case 'loading':
      return <div aria-busy="true" />;
    case 'failed':
      // Outside of every theme: plain HTML that always shows.
      return (
        <p role="alert" data-testid={selectors.workbench.error}>
          {loaded.message}
        </p>
      );
    case 'ready':
      return <App session={loaded.session} onSessionChanged={load} />;
  }
}
