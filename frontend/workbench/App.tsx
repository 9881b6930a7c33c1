import React, { useEffect, useMemo } from 'react';
import { css } from '@emotion/css';
import { ThemeContext, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { GlobalStyles, PortalContainer, Tab, TabContent, TabsBar, ToolbarButton, useStyles2 } from '@grafana/ui';

import { selectors } from '../shared/selectors';
import type { Session } from './api';
import { DataSourcePage } from './DataSourcePage';
import { Explore } from './Explore';
import { LANGUAGES, languageOf, type Language } from './language';
import { openDataSource, wearTheme } from './services';
import { writeState, type PageState, type Tab as TabName } from './urlState';
import { usePageState } from './usePageState';

interface Props {
  session: Session;
  /** Loads the session from the server again. */
  onSessionChanged: () => void;
}

/** The whole page in one theme. */
export function App(props: Props) {
  const [state, onState] = usePageState();
  const theme = useMemo(() => wearTheme(state.theme), [state.theme]);

  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <Page {...props} state={state} onState={onState} />
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

interface PageProps extends Props {
  state: PageState;
  onState: (change: Partial<PageState>) => void;
}

function Page({ session, onSessionChanged, state, onState }: PageProps) {
  const styles = useStyles2(getStyles);
  const datasource = useMemo(() => openDataSource(session.datasource), [session.datasource]);
  const isDark = state.theme === 'dark';
  useTitle(state.tab);

  return (
    <div className={styles.page} data-testid={selectors.workbench.root}>
      <header>
        <div className={styles.header}>
          <img src="public/logo.svg" alt="" width={28} height={28} />
          <h1 className={styles.title}>Seismo</h1>
          <span className={styles.source}>{session.datasource.name}</span>
          <LanguageButton state={state} />
          <ToolbarButton
            variant="canvas"
            aria-label={isDark ? t('workbench.theme.light', 'Light theme') : t('workbench.theme.dark', 'Dark theme')}
            onClick={() => onState({ theme: isDark ? 'light' : 'dark' })}
          >
            {isDark ? t('workbench.theme.light', 'Light theme') : t('workbench.theme.dark', 'Dark theme')}
          </ToolbarButton>
        </div>
        <p className={styles.intro}>{intro(session.datasource.jsonData.kind === 'sample')}</p>
      </header>
      <main>
        <TabsBar>
          {tabs().map(({ name, label }) => (
            <Tab key={name} label={label} active={state.tab === name} onChangeTab={() => onState({ tab: name })} />
          ))}
        </TabsBar>
        <TabContent className={styles.content}>
          {state.tab === 'explore' ? (
            <Explore datasource={datasource} now={session.now} state={state} onState={onState} />
          ) : (
            <DataSourcePage datasource={session.datasource} onSaved={onSessionChanged} />
          )}
        </TabContent>
      </main>
      <footer className={styles.footer}>{t('workbench.version', 'Seismo {{version}}', { version: session.version })}</footer>
    </div>
  );
}

/** Offers the other language. The page reloads for it, because its texts are loaded before it draws. */
function LanguageButton({ state }: { state: PageState }) {
  const now = languageOf(state.language, navigator.languages);
  const other = (Object.keys(LANGUAGES) as Language[]).find((language) => language !== now) ?? now;
  return (
    <ToolbarButton
      variant="canvas"
      lang={other}
      aria-label={LANGUAGES[other]}
      onClick={() => window.location.assign(writeState({ ...state, language: other }))}
    >
      {LANGUAGES[other]}
    </ToolbarButton>
  );
}

/** The page's title in browser tabs and history. */
function useTitle(tab: TabName) {
  useEffect(() => {
    document.title = `${tabs().find(({ name }) => name === tab)?.label} · Seismo`;
  }, [tab]);
}

/** An introduction for first-time users. */
function intro(isSample: boolean): string {
  return isSample
    ? t('workbench.intro.sample', 'Seismo finds what is unusual in time series, and says how bad it is and why. These services are synthetic and have planted incidents; choose your own metrics under “Data source”.')
    : t('workbench.intro.own', 'Seismo finds what is unusual in time series, and says how bad it is and why.');
}

function tabs(): Array<{ name: TabName; label: string }> {
  return [
    { name: 'explore', label: t('workbench.tab.explore', 'Explore') },
    { name: 'datasource', label: t('workbench.tab.datasource', 'Data source') },
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ maxWidth: 1600, margin: '0 auto', padding: theme.spacing(2, 3) }),
  header: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1.5), marginBottom: theme.spacing(1) }),
  title: css({ ...theme.typography.h4, margin: 0 }),
  source: css({ flexGrow: 1, color: theme.colors.text.secondary }),
  intro: css({ maxWidth: '110ch', marginBottom: theme.spacing(1.5), color: theme.colors.text.secondary }),
  content: css({ background: 'transparent', paddingTop: theme.spacing(2) }),
  footer: css({ marginTop: theme.spacing(2), color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
