import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Dropdown, Menu, useStyles2 } from '@grafana/ui';

import type { Detection, EnsembleMember } from '../../contract/types';
import { selectors } from '../../shared/selectors';
import { verbatim } from '../../shared/i18n/verbatim';
import { Section } from '../fields/Section';
import type { PresetInfo } from '../preset/presets';
import type { DetectorInfo } from './detectors';
import { addable, addMember, changeMember, removeMember, shareOf, withEnsemble, wordsFor } from './edit';
import { MemberEditor } from './MemberEditor';

interface Props {
  idPrefix: string;
  detection: Detection;
  /** The preset whose members vote if the query names no detectors. */
  preset: PresetInfo | undefined;
  detectors: readonly DetectorInfo[];
  wrongFields: ReadonlySet<string>;
  onChange: (detection: Detection) => void;
  onRun: () => void;
}

/** The voting detectors: those of the preset, or those of the query with their weights and parameters. */
export function EnsembleSection(props: Props) {
  const { idPrefix, detection, preset, detectors, wrongFields } = props;
  const { ensemble } = detection;
  const problems = [...wrongFields].filter((field) => field.startsWith('detection.ensemble')).length;
  const ofPreset = wordsFor(preset?.ensemble ?? [], detectors) || (preset?.name ?? detection.preset ?? '');
  return (
    <Section
      name="detectors"
      idPrefix={idPrefix}
      title={t('datasource.ensemble.title', 'Detectors')}
      summary={
        ensemble
          ? t('datasource.ensemble.own', 'own choice: {{members}}', { members: wordsFor(ensemble, detectors), ...verbatim })
          : t('datasource.ensemble.ofPreset', 'as the preset says: {{members}}', { members: ofPreset, ...verbatim })
      }
      problems={problems}
    >
      {ensemble ? <OwnMembers {...props} members={ensemble} /> : <PresetMembers {...props} ofPreset={ofPreset} />}
    </Section>
  );
}

function PresetMembers({ detection, preset, ofPreset, onChange }: Props & { ofPreset: string }) {
  const styles = useStyles2(getStyles);
  const first = preset?.ensemble ?? [];
  return (
    <div className={styles.section} data-testid={selectors.queryEditor.ensemble}>
      <p className={styles.words}>
        {t('datasource.ensemble.presetVotes', 'The preset votes: {{members}}.', { members: ofPreset, ...verbatim })}{' '}
        {detection.together && t('datasource.ensemble.together', 'Series that are scored together have a method of their own.')}
      </p>
      <Button
        variant="secondary"
        size="sm"
        disabled={first.length === 0 || detection.together !== undefined}
        onClick={() => onChange(withEnsemble(detection, first))}
      >
        {t('datasource.ensemble.choose', 'Choose detectors')}
      </Button>
    </div>
  );
}

function OwnMembers({ idPrefix, detection, detectors, wrongFields, members, onChange, onRun }: Props & { members: EnsembleMember[] }) {
  const styles = useStyles2(getStyles);
  const change = (changed: EnsembleMember[]) => onChange(withEnsemble(detection, changed));
  const others = addable(detectors, members);
  return (
    <div className={styles.section} data-testid={selectors.queryEditor.ensemble}>
      <ul className={styles.members}>
        {members.map((member, at) => (
          <MemberEditor
            key={member.detector}
            id={`${idPrefix}-member-${member.detector}`}
            path={`detection.ensemble[${at}]`}
            member={member}
            info={detectors.find(({ id }) => id === member.detector)}
            share={shareOf(members, at)}
            isOnly={members.length === 1}
            wrongFields={wrongFields}
            onChange={(changed) => change(changeMember(members, at, changed))}
            onRemove={() => change(removeMember(members, at))}
            onRun={onRun}
          />
        ))}
      </ul>
      <div className={styles.buttons}>
        <Dropdown
          placement="bottom-start"
          overlay={
            <Menu>
              {others.map(({ id, name, summary }) => (
                <Menu.Item key={id} label={name} description={summary} onClick={() => change(addMember(members, id))} />
              ))}
            </Menu>
          }
        >
          <Button variant="secondary" size="sm" icon="plus" disabled={others.length === 0}>
            {t('datasource.ensemble.add', 'Add detector')}
          </Button>
        </Dropdown>
        <Button variant="secondary" size="sm" fill="outline" onClick={() => onChange(withEnsemble(detection, undefined))}>
          {t('datasource.ensemble.reset', 'Back to the preset')}
        </Button>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: theme.spacing(1) }),
  words: css({ margin: 0, color: theme.colors.text.secondary }),
  members: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), width: '100%', margin: 0, padding: 0, listStyle: 'none' }),
  buttons: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
});
