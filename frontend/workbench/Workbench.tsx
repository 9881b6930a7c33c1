import React, { useCallback, useEffect, useState } from 'react';
import { t } from '@grafana/i18n';

import { selectors } from '../shared/selectors';
import { loadSession, messageOf, type Session } from './api';
import { App } from './App';

type Loaded = { state: 'loading' } | { state: 'failed'; message: string } | { state: 'ready'; session: Session };

/** The page from its start: loads the session from the server, then shows it. */
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
      return (
        <main className="seismo-start" aria-busy="true">
          <p role="status">{t('workbench.start.loading', 'Loading …')}</p>
        </main>
      );
    case 'failed':
      // Outside of every theme: plain HTML that always renders.
      return (
        <main className="seismo-start" data-testid={selectors.workbench.error}>
          <h1>{t('workbench.start.failed', 'Seismo does not answer')}</h1>
          <p role="alert">{loaded.message}</p>
          <button type="button" onClick={load}>
            {t('workbench.start.again', 'Try again')}
          </button>
        </main>
      );
    case 'ready':
      return <App session={loaded.session} onSessionChanged={load} />;
  }
}
