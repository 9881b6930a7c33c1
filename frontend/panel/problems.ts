/** What to tell the user when there is nothing, or not everything, to draw. */
import { LoadingState, type PanelData } from '@grafana/data';
import { t } from '@grafana/i18n';

import { CONTRACT_VERSION } from '../shared/contract';

import { isScored, type Problem, type SeverityData } from './model';

export interface Advice {
  title: string;
  hint: string;
}

/** The problem, and what to do about it. */
export function adviceOn(problem: Problem): Advice {
  switch (problem.kind) {
    case 'no-data':
      return {
        title: t('panel.problem.no-data.title', 'No data'),
        hint: t('panel.problem.no-data.hint', 'Choose a wider time range, or check that the query finds series.'),
      };
    case 'no-time':
      return {
        title: t('panel.problem.no-time.title', 'No time field'),
        hint: t('panel.problem.no-time.hint', 'The frame "{{frame}}" has no time field. Ask for a time series.', {
          frame: problem.frame,
        }),
      };
    case 'no-number':
      return {
        title: t('panel.problem.no-number.title', 'No numbers'),
        hint: t('panel.problem.no-number.hint', 'The frame "{{frame}}" has no numeric field to draw.', {
          frame: problem.frame,
        }),
      };
    case 'newer-contract':
      return {
        title: t('panel.problem.newer-contract.title', 'This panel is older than its data'),
        hint: t(
          'panel.problem.newer-contract.hint',
          'The data has contract version {{version}}; this panel reads up to {{known}}. Update the Seismo plugin and reload the page.',
          { version: problem.version, known: CONTRACT_VERSION }
        ),
      };
  }
}

/** The query's error, where there is one and nothing came with it. */
export function failureOf(data: PanelData): Advice | null {
  const message = data.errors?.find((error) => error.message)?.message ?? data.error?.message;
  if (data.state !== LoadingState.Error && !message) {
    return null;
  }
  return {
    title: t('panel.problem.failed.title', 'The query failed'),
    hint: message ?? t('panel.problem.failed.hint', 'The data source gave no reason. Its log may have one.'),
  };
}

/** Lines under the plots: what is missing from the drawing, such as series beyond the cap. */
export function notesOn(data: SeverityData, notShown: number): string[] {
  const notes = data.skipped.map((problem) => {
    const { title, hint } = adviceOn(problem);
    return `${title}. ${hint}`;
  });
  if (notShown > 0) {
    notes.push(
      t('panel.note.not-shown', '{{count}} more series are not shown; the panel option "Series at most" sets how many are.', {
        count: notShown,
        defaultValue_one: '{{count}} more series is not shown; the panel option "Series at most" sets how many are.',
      })
    );
  }
  const silent = data.series.filter(({ values }) => values.every((value) => value === null)).length;
  if (silent > 0) {
    notes.push(
      t('panel.note.gaps', '{{count}} series have no sample in this range.', {
        count: silent,
        defaultValue_one: '{{count}} series has no sample in this range.',
      })
    );
  }
  if (!data.series.some(isScored)) {
    notes.push(t('panel.note.no-scores', 'These series have no scores. To get them, query a Seismo data source.'));
  }
  return notes;
}
