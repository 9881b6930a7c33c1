/** Anomalies as annotations: Grafana calls this, the backend lists events, and Grafana draws them over any panel. */
import { getTimeZone, type AnnotationSupport } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { of } from 'rxjs';

import type { InfluxLanguage } from '../../contract/types';
import { ianaZone } from '../timezone';
import type { SeismoQuery, SourceKind } from '../types';
import { AnnotationEditor } from './AnnotationEditor';
import { annotationEvents, wantedSeverities } from './events';
import { annotationQuery, prepareAnnotation, type SeismoAnnotation } from './stored';

interface DataSource {
  readonly kind: SourceKind;
  readonly language: InfluxLanguage;
}

export function annotationSupport(datasource: DataSource): AnnotationSupport<SeismoQuery, SeismoAnnotation> {
  return {
    prepareAnnotation: (stored: SeismoAnnotation) => {
      const { kind, language } = datasource;
      return prepareAnnotation(stored, { kind, language, timezone: ianaZone(getTimeZone()) });
    },
    prepareQuery: annotationQuery,
    processEvents: ({ severities, mappings }, frames) => {
      const filled = severities && getTemplateSrv().replace(severities, {}, 'csv');
      return of(annotationEvents(frames, { wanted: wantedSeverities(filled), mappings }));
    },
    QueryEditor: AnnotationEditor,
  };
}
