/** Messages when there is nothing, or not everything, to draw. */
import { LoadingState, type PanelData } from '@grafana/data';

import { CONTRACT_VERSION } from '../contract/limits';
import { t } from '../shared/i18n/text';
import { verbatim } from '../shared/i18n/verbatim';

import { isScored, type Problem, type SeverityData } from './model';

export interface Advice {
  title: string;
  hint: string;
}

/** The problem, and advice. `notices`: the data source's notices; without data, they explain best why. */
export function adviceOn(problem: Problem, notices: string[] = []): Advice {
  switch (problem.kind) {
    case 'no-data':
      return {
        title: t('panel.problem.no-data.title', 'No data'),
        hint: notices.length > 0 ? notices.join(' ') : t('panel.problem.no-data.hint', 'Choose a wider time range, or check that the query finds series.'),
      };
    case 'no-time':
      return {
        title: t('panel.problem.no-time.title', 'No time field'),
        hint: noTimeHint(problem.frame, problem.candidate),
      };
    case 'no-number':
      return {
        title: t('panel.problem.no-number.title', 'No numbers'),
        hint: t(
          'panel.problem.no-number.hint',
          'The frame "{{frame}}" has no numeric field to draw. Ask for numbers, or make text into numbers with the transformation "Convert field type".',
          { frame: problem.frame, ...verbatim }
        ),
      };
    case 'hidden':
      return {
        title: t('panel.problem.hidden.title', 'All series are hidden'),
        hint: t('panel.problem.hidden.hint', 'An override hides {{count}} series from the chart. Change "Hide in area" to show them.', {
          count: problem.count,
          defaultValue_one: 'An override hides {{count}} series from the chart. Change "Hide in area" to show it.',
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

function noTimeHint(frame: string, candidate: string | null): string {
  return candidate === null
    ? t('panel.problem.no-time.hint', 'The frame "{{frame}}" has no time field. Add a time field to the query, or use the Table panel.', {
        frame,
        ...verbatim,
      })
    : t(
        'panel.problem.no-time.convert',
        'The frame "{{frame}}" has no time field. Make "{{candidate}}" one with the transformation "Convert field type", or use the Table panel.',
        { frame, candidate, ...verbatim }
      );
}

/** The query's error, if there is one and no data. */
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

/** Lines under the plots about what is not drawn, such as series beyond the cap. */
export function notesOn(data: SeverityData, notShown: number): string[] {
  const notes = skippedNotes(data.skipped);
  if (notShown > 0) {
    notes.push(
      t('panel.note.not-shown', '{{count}} more series are not shown; the panel option "Series at most" sets the limit.', {
        count: notShown,
        defaultValue_one: '{{count}} more series is not shown; the panel option "Series at most" sets the limit.',
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
  const unscored = data.series.filter((series) => !isScored(series)).length;
  if (unscored === data.series.length) {
    notes.push(t('panel.note.no-scores', 'These series have no scores. To get them, query a Seismo data source.'));
  } else if (unscored > 0) {
    notes.push(
      t('panel.note.some-no-scores', '{{count}} series have no scores. To get them, query a Seismo data source.', {
        count: unscored,
        defaultValue_one: '{{count}} series has no scores. To get them, query a Seismo data source.',
      })
    );
  }
  return notes;
}

/** One line per kind of problem, so that many bad frames do not take the room of drawable ones. */
function skippedNotes(skipped: Problem[]): string[] {
  const kinds = [...new Set(skipped.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const alike = skipped.filter((problem) => problem.kind === kind);
    const { title, hint } = adviceOn(alike[0]!);
    const more = alike.length - 1;
    return more === 0
      ? `${title}. ${hint}`
      : t('panel.note.more-alike', '{{title}}. {{hint}} {{count}} more frames have the same problem.', {
          title,
          hint,
          count: more,
          ...verbatim,
          defaultValue_one: '{{title}}. {{hint}} {{count}} more frame has the same problem.',
        });
  });
}
