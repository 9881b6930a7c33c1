import React, { useEffect, useRef } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { verbatim } from '../../shared/i18n/verbatim';
import type { Offer, OfferKind } from '../complete/completion';

interface Props {
  id: string;
  /** The accessible name of the field that it serves. */
  label: string;
  /** Null while nothing is offered. */
  offers: readonly Offer[] | null;
  active: number;
  /** Whether offers of several kinds stand beside each other, so that each says what it is. */
  isMixed: boolean;
  onAccept: (offer: Offer) => void;
}

/** What is offered at the cursor. The list stays in the page while empty: a combobox has to control something. */
export function OfferList({ id, label, offers, active, isMixed, onAccept }: Props) {
  const styles = useStyles2(getStyles);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (active >= 0) {
      // jsdom has no layout, and no such function.
      list.current?.children[active]?.scrollIntoView?.({ block: 'nearest' });
    }
  }, [active]);

  return (
    <ul
      id={id}
      ref={list}
      role="listbox"
      aria-label={t('datasource.suggest.list', 'Names for {{label}}', { label, ...verbatim })}
      className={offers ? styles.list : styles.hidden}
    >
      {offers?.map((offer, index) => (
        <li
          key={`${offer.kind} ${offer.label}`}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          data-kind={isMixed && offer.kind ? kindName(offer.kind) : undefined}
          className={cx(styles.option, index === active && styles.active)}
          // Before blur, which would close the list first.
          onMouseDown={(event) => {
            event.preventDefault();
            onAccept(offer);
          }}
        >
          <span className={styles.name}>{offer.label}</span>
          {offer.help && <span className={styles.help}> {offer.help}</span>}
        </li>
      ))}
    </ul>
  );
}

function kindName(kind: OfferKind): string {
  switch (kind) {
    case 'metric':
      return t('datasource.suggest.metric', 'metric');
    case 'label':
      return t('datasource.suggest.label', 'label');
    case 'value':
      return t('datasource.suggest.value', 'value');
    case 'function':
      return t('datasource.suggest.function', 'function');
    case 'keyword':
      return t('datasource.suggest.keyword', 'word');
    case 'snippet':
      return t('datasource.suggest.snippet', 'template');
    case 'variable':
      return t('datasource.suggest.variable', 'variable');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  hidden: css({ display: 'none' }),
  list: css({
    position: 'absolute',
    zIndex: theme.zIndex.typeahead,
    top: '100%',
    left: 0,
    minWidth: 'min(100%, 560px)',
    width: 'max-content',
    maxWidth: 'min(640px, 92vw)',
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
    display: 'flex',
    alignItems: 'baseline',
    gap: theme.spacing(1.5),
    padding: theme.spacing(0.5, 1),
    cursor: 'pointer',
    fontSize: theme.typography.bodySmall.fontSize,
    '&:hover': { background: theme.colors.action.hover },
    '&[data-kind]::after': {
      content: 'attr(data-kind)',
      marginLeft: 'auto',
      color: theme.colors.text.secondary,
      whiteSpace: 'nowrap',
    },
  }),
  active: css({ background: theme.colors.action.selected }),
  name: css({ fontFamily: theme.typography.fontFamilyMonospace, whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis' }),
  help: css({
    flex: '1 10000 auto',
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
  }),
});
