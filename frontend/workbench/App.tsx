import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import { ThemeContext, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { GlobalStyles, PortalContainer, Tab, TabContent, TabsBar, ToolbarButton, useStyles2 } from '@grafana/ui';

import { selectors } from '../shared/selectors';
import type { Session } from './api';
import { DataSourcePage } from './DataSourcePage';
import { Explore } from './Explore';
import { openDataSource, wearTheme } from './services';
import type { PageState, Tab as TabName } from './urlState';
import { usePageState } from './usePageState';

interface Props {
  session: Session;
  /** Asks the server for the session again. */
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

  return (
    <div className={styles.page} data-testid={selectors.workbench.root}>
      <header className={styles.header}>
        <img src="public/logo.svg" alt="" width={28} height={28} />
        <h1 className={styles.title}>Seismo</h1>
        <span className={styles.source}>{session.datasource.name}</span>
        <ToolbarButton
          variant="canvas"
          aria-label={isDark ? t('workbench.theme.light', 'Light theme') : t('workbench.theme.dark', 'Dark theme')}
          onClick={() => onState({ theme: isDark ? 'light' : 'dark' })}
        >
          {isDark ? t('workbench.theme.light', 'Light theme') : t('workbench.theme.dark', 'Dark theme')}
        </ToolbarButton>
      </header>
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
      <footer className={styles.footer}>{t('workbench.version', 'Seismo {{version}}', { version: session.version })}</footer>
    </div>
  );
}

function tabs(): Array<{ name: TabName; label: string }> {
  return [
    { name: 'explore', label: t('workbench.tab.explore', 'Explore') },
    { name: 'datasource', label: t('workbench.tab.datasource', 'Data source') },
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ maxWidth: 1600, margin: '0 auto', padding: theme.spacing(2, 3) }),
  header: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1.5), marginBottom: theme.spacing(1) }),
  title: css({ ...theme.typography.h4, margin: 0 }),
  source: css({ flexGrow: 1, color: theme.colors.text.secondary }),
  content: css({ background: 'transparent', paddingTop: theme.spacing(2) }),
  footer: css({ marginTop: theme.spacing(2), color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
