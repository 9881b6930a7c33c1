import React from 'react';
import type { AnnotationQuery } from '@grafana/data';
import { t } from '@grafana/i18n';
import { InlineField } from '@grafana/ui';

import { selectors } from '../../shared/selectors';
import { DraftInput } from '../fields/DraftInput';
import { QueryEditor, type Props as QueryProps } from '../QueryEditor';
import type { SeismoQuery } from '../types';
import type { SeismoAnnotation } from './stored';

interface Props extends QueryProps {
  annotation?: AnnotationQuery<SeismoQuery>;
  onAnnotationChange?: (annotation: AnnotationQuery<SeismoQuery>) => void;
}

/** The query editor without a choice of output, and the severities that become annotations. */
export function AnnotationEditor({ annotation, onAnnotationChange, ...props }: Props) {
  const stored = annotation as SeismoAnnotation | undefined;
  return (
    <div data-testid={selectors.queryEditor.annotation}>
      <QueryEditor {...props} fixedOutput="events" />
      {stored && onAnnotationChange && (
        <InlineField
          label={t('datasource.annotation.severities', 'Draw only')}
          labelWidth={16}
          tooltip={t(
            'datasource.annotation.severitiesTooltip',
            'Names of severities, separated by commas, such as high, critical, or a dashboard variable. Empty: all. Grafana gives each annotation query one colour: use one query per severity for different colours.'
          )}
        >
          <DraftInput
            id="seismo-annotation-severities"
            width={40}
            placeholder={t('datasource.annotation.severitiesAll', 'All severities')}
            value={stored.severities ?? ''}
            onCommit={(severities) => onAnnotationChange({ ...stored, severities: severities.trim() || undefined })}
          />
        </InlineField>
      )}
    </div>
  );
}
