import type { ReactElement } from 'react';

import type { SeismoSource } from '../../contract/types';
import type { LookUp } from '../complete/useCompletion';

/** What an editor of one kind of source is given. */
export interface SourceEditorProps<Source extends SeismoSource> {
  /** Tells the fields of several queries on one page apart. */
  idPrefix: string;
  source: Source;
  /** The path of a wrong field, such as `source.expr`. */
  wrongFields: ReadonlySet<string>;
  lookUp: LookUp;
  /** Names of the dashboard's variables, without their sign. */
  variables: readonly string[];
  onChange: (source: Source) => void;
  onRun: () => void;
}

export type SourceEditor<Source extends SeismoSource> = (props: SourceEditorProps<Source>) => ReactElement;
