import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, InlineField, TextLink, useStyles2 } from '@grafana/ui';

import type { EnsembleMember } from '../../contract/types';
import { verbatim } from '../../shared/i18n/verbatim';
import { DraftInput } from '../fields/DraftInput';
import type { DetectorInfo } from './detectors';
import { withParameter } from './edit';
import { ParameterField } from './ParameterField';

interface Props {
  id: string;
  /** Its path in the query, such as `detection.ensemble[0]`. */
  path: string;
  member: EnsembleMember;
  /** Absent if the backend does not know the detector, or has not answered yet. */
  info: DetectorInfo | undefined;
  /** Its share of the vote, 0..1. */
  share: number;
  isOnly: boolean;
  wrongFields: ReadonlySet<string>;
  onChange: (member: EnsembleMember) => void;
  onRemove: () => void;
  onRun: () => void;
}

/** One detector: its description, its weight, its parameters. */
export function MemberEditor({ id, path, member, info, share, isOnly, wrongFields, onChange, onRemove, onRun }: Props) {
  const styles = useStyles2(getStyles);
  const name = info?.name ?? member.detector;
  const remove = t('datasource.ensemble.remove', 'Remove {{name}}', { name, ...verbatim });
  return (
    <li className={styles.member} aria-label={name}>
      <div className={styles.head}>
        <strong className={styles.name}>{name}</strong>
        <InlineField
          label={t('datasource.ensemble.weight', 'Weight')}
          labelWidth="auto"
          invalid={wrongFields.has(`${path}.weight`)}
          htmlFor={`${id}-weight`}
          className={styles.weight}
        >
          <DraftInput
            id={`${id}-weight`}
            type="number"
            min={0}
            step={0.1}
            width={18}
            suffix={t('datasource.ensemble.share', '= {{share}} %', { share: Math.round(share * 100) })}
            invalid={wrongFields.has(`${path}.weight`)}
            value={String(member.weight)}
            onCommit={(text) => onChange({ ...member, weight: Number(text) })}
            onRun={onRun}
          />
        </InlineField>
        <IconButton
          name="trash-alt"
          disabled={isOnly}
          aria-label={remove}
          tooltip={isOnly ? t('datasource.ensemble.last', 'The last one stays: add another first, or go back to the preset') : remove}
          onClick={onRemove}
        />
      </div>
      {info && (
        <p className={styles.summary}>
          {info.summary}{' '}
          {info.minimumHistory > 0 &&
            t('datasource.ensemble.needs', 'It votes once it has seen {{count}} samples.', { count: info.minimumHistory })}{' '}
          {info.reference && (
            <TextLink href={info.reference.url} external inline variant="bodySmall">
              {info.reference.title}
            </TextLink>
          )}
        </p>
      )}
      {info && info.parameters.length > 0 && (
        <div className={styles.parameters}>
          {info.parameters.map((parameter) => (
            <ParameterField
              key={parameter.name}
              id={`${id}-${parameter.name}`}
              info={parameter}
              value={member.parameters?.[parameter.name]}
              invalid={wrongFields.has(`${path}.parameters.${parameter.name}`)}
              onChange={(value) => onChange(withParameter(member, parameter, value))}
              onRun={onRun}
            />
          ))}
        </div>
      )}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  member: css({
    padding: theme.spacing(1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  name: css({ flex: '1 1 160px', fontWeight: theme.typography.fontWeightMedium }),
  weight: css({ margin: 0 }),
  summary: css({ margin: theme.spacing(0.5, 0), maxWidth: '90ch', color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  parameters: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1.5), marginTop: theme.spacing(1) }),
});
