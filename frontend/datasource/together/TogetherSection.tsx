import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, InlineField, RadioButtonGroup, useStyles2 } from '@grafana/ui';

import { MOST_LABELS } from '../../contract/limits';
import type { Detection } from '../../contract/types';
import { verbatim } from '../../shared/i18n/verbatim';
import { labelNames } from '../complete/completion';
import type { LookUp } from '../complete/useCompletion';
import { LabelList } from '../fields/LabelList';
import { Section } from '../fields/Section';
import { beside, problemCount, withoutBeside, withTogether } from './together';

interface Props {
  idPrefix: string;
  detection: Detection;
  wrongFields: ReadonlySet<string>;
  lookUp: LookUp;
  onChange: (detection: Detection) => void;
  onRun: () => void;
}

/** Whether series are metrics of one entity, and the labels that name the entity. */
export function TogetherSection(props: Props) {
  const { idPrefix, detection, wrongFields, onChange } = props;
  const styles = useStyles2(getStyles);
  const by = detection.together?.by;
  const label = t('datasource.together.label', 'Score');
  return (
    <Section
      name="together"
      idPrefix={idPrefix}
      title={t('datasource.together.title', 'Series scored together')}
      summary={summaryOf(by)}
      problems={problemCount(detection, wrongFields)}
    >
      <div className={styles.section}>
        <InlineField label={label} labelWidth={16}>
          <RadioButtonGroup
            id={`${idPrefix}-together`}
            aria-label={label}
            options={[
              { value: false, label: t('datasource.together.alone', 'Each series by itself') },
              { value: true, label: t('datasource.together.together', 'The metrics of one entity together') },
            ]}
            value={by !== undefined}
            onChange={(isTogether) => onChange(withTogether(detection, isTogether ? (by ?? []) : undefined))}
          />
        </InlineField>
        {by && <Labels {...props} by={by} />}
      </div>
    </Section>
  );
}

function Labels({ idPrefix, detection, by, lookUp, onChange, onRun }: Props & { by: string[] }) {
  const styles = useStyles2(getStyles);
  const others = beside(detection);
  return (
    <>
      <p className={styles.words}>
        {t(
          'datasource.together.explained',
          'Series that agree in these labels are metrics of one entity, such as one instance, and are scored by how they depend on each other: 2 to 64 metrics. Without a label, all series of the query form one entity.'
        )}
      </p>
      <LabelList
        id={`${idPrefix}-together-label`}
        label={t('datasource.together.add', 'Add label')}
        labels={by}
        most={MOST_LABELS}
        lookup={labelNames(undefined)}
        lookUp={lookUp}
        onChange={(labels) => onChange(withTogether(detection, labels))}
        onRun={onRun}
      />
      {others.length > 0 && (
        <div className={styles.beside}>
          <span>{t('datasource.together.beside', 'Not possible beside it: {{names}}.', { names: others.join(', '), ...verbatim })}</span>
          <Button size="sm" variant="secondary" onClick={() => onChange(withoutBeside(detection))}>
            {t('datasource.together.takeOut', 'Remove it')}
          </Button>
        </div>
      )}
    </>
  );
}

function summaryOf(by: readonly string[] | undefined): string {
  if (!by) {
    return t('datasource.together.summaryAlone', 'each series by itself');
  }
  return by.length === 0
    ? t('datasource.together.summaryAll', 'all series as one')
    : t('datasource.together.summaryBy', 'by {{labels}}', { labels: by.join(', '), ...verbatim });
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
  words: css({ margin: 0, maxWidth: '90ch', color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  beside: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1), color: theme.colors.error.text }),
});
