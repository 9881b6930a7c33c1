import React from 'react';

import type { SeismoSource } from '../../contract/types';
import type { SourceKind } from '../types';
import type { SourceEditor, SourceEditorProps } from './editor';
import { InfluxEditor } from './InfluxEditor';
import { PrometheusEditor } from './PrometheusEditor';
import { SampleEditor } from './SampleEditor';

type SourceOf<Kind extends SourceKind> = Extract<SeismoSource, { kind: Kind }>;

// A kind without an editor does not compile.
const EDITORS: { [Kind in SourceKind]: SourceEditor<SourceOf<Kind>> } = {
  prometheus: PrometheusEditor,
  influxdb: InfluxEditor,
  sample: SampleEditor,
};

/** The editor of the source's own kind. */
export function SourceFields(props: SourceEditorProps<SeismoSource>) {
  // The table links each kind to its source, but TypeScript cannot follow that through the lookup.
  const Editor = EDITORS[props.source.kind] as SourceEditor<SeismoSource>;
  return <Editor {...props} />;
}
