import type { ReactElement } from 'react';

import type { SeismoSource } from '../../contract/types';
import type { LookUp } from '../complete/useCompletion';

/** The props of the editor of one kind of source. */
export interface SourceEditorProps<Source extends SeismoSource> {
  /** Makes the ids of fields unique if a page has several queries. */
  idPrefix: string;
  source: Source;
  /** The paths of invalid fields, such as `source.expr`. */
  wrongFields: ReadonlySet<string>;
  lookUp: LookUp;
  /** Names of the dashboard's variables, without their sign. */
  variables: readonly string[];
  onChange: (source: Source) => void;
  onRun: () => void;
}

export type SourceEditor<Source extends SeismoSource> = (props: SourceEditorProps<Source>) => ReactElement;
