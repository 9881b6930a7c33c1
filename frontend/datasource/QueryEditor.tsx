import React, { useEffect, useMemo } from 'react';
import { css } from '@emotion/css';
import { getTimeZone, type QueryEditorProps } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Alert, Button, Stack, useStyles2 } from '@grafana/ui';

import { ABSENT_PRESET, QUERY_VERSION } from '../contract/limits';
import type { Detection, Output } from '../contract/types';
import { verbatim } from '../shared/i18n/verbatim';
import { selectors } from '../shared/selectors';
import type { LookUp } from './complete/useCompletion';
import { ALERTING, type SeismoDataSource } from './datasource';
import { newQuery } from './defaults';
import { DetectionEditor } from './DetectionEditor';
import { SourceFields } from './editors/SourceEditors';
import { EnsembleSection } from './ensemble/EnsembleSection';
import { KnowledgeEditor } from './knowledge/KnowledgeEditor';
import { migrateQuery, withoutPlanted } from './migrations';
import { OutputFields } from './output/OutputFields';
import { PreviewSection } from './preview/PreviewSection';
import { builtInPresets } from './preset/presets';
import { ProblemList } from './ProblemList';
import type { Problem } from './problem';
import { RuleSection } from './rule/RuleSection';
import { readStored } from './stored/read';
import { TimeSection } from './TimeSection';
import { ianaZone } from './timezone';
import { TogetherSection } from './together/TogetherSection';
import type { SeismoJsonData, SeismoQuery } from './types';
import { useAsked } from './useAsked';
import { asksForSomething, validate } from './validation';
import { variableNames } from './variables';

export interface Props extends QueryEditorProps<SeismoDataSource, SeismoQuery, SeismoJsonData> {
  /** The output, if it cannot be chosen. */
  fixedOutput?: Output;
}

/** The whole query: source, detection and output. */
export function QueryEditor(props: Props) {
  const { query, datasource, onChange } = props;
  const migrated = migrateQuery(query);
  if (migrated.state === 'newer') {
    return <NewerVersion version={migrated.version} />;
  }
  // The dashboard's zone is known once it has requested data; before that, the user's own is used.
  const zone = ianaZone(props.data?.request?.timezone ?? getTimeZone());
  if (query.source && query.source.kind !== datasource.kind) {
    const startAnew = () => onChange({ ...baseOf(query), ...newQuery(datasource.kind, zone, datasource.language) });
    return <OtherKind queryKind={query.source.kind} kind={datasource.kind} onStartAnew={startAnew} />;
  }
  const inAlert = ALERTING.has(props.app ?? '');
  const isNew = !query.source;
  // What cannot be read is told; the fields show the rest, and the next change leaves it out.
  const read = readStored(isNew ? started(migrated.query, datasource, zone) : migrated.query);
  const shown = complete(read.query);
  return <CurrentQuery {...props} query={inAlert ? forAlert(shown) : shown} unreadable={read.problems} isNew={isNew} inAlert={inAlert} zone={zone} />;
}

interface CurrentProps extends Props {
  /** What of the stored query cannot be read. */
  unreadable: Problem[];
  /** Whether nothing has been written yet. */
  isNew: boolean;
  inAlert: boolean;
  zone: string;
}

function CurrentQuery({ query, unreadable, datasource, data, range = data?.timeRange, isNew, inAlert, zone, fixedOutput, onChange, onRunQuery }: CurrentProps) {
  const styles = useStyles2(getStyles);
  const presets = useAsked(() => datasource.presets()) ?? builtInPresets();
  const detectors = useAsked(() => datasource.detectors()) ?? [];
  const problems = validate({ query, problems: unreadable }, datasource.settings, detectors);
  const wrongFields = new Set(problems.map(({ field }) => field));
  const idPrefix = `seismo-${query.refId}`;
  const lookUp: LookUp = (lookup) => datasource.lookUp(lookup);
  const variables = useMemo(() => variableNames(), []);
  const change = (part: Partial<SeismoQuery>) => {
    onChange({ ...withoutPlanted(query), ...part });
    onRunQuery();
  };
  useEffect(() => {
    // The alerting page shows the result of `getDefaultQuery` but stores what an editor writes: a rule saved as shown
    // would have no source.
    if (isNew && inAlert) {
      onChange(withoutPlanted(query));
    }
    // Once, on mount.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const detection = query.detection ?? {};
  const fields = { idPrefix, detection, wrongFields, onChange: (changed: Detection) => change({ detection: changed }), onRun: onRunQuery };

  return (
    <div data-testid={selectors.queryEditor.root} className={styles.root}>
      <Stack direction="column" gap={0}>
        <SourceFields
          idPrefix={idPrefix}
          source={query.source}
          wrongFields={wrongFields}
          lookUp={lookUp}
          variables={variables}
          onChange={(source) => change({ source })}
          onRun={onRunQuery}
        />
        <DetectionEditor {...fields} presets={presets} />
        {!fixedOutput && (
          <OutputFields idPrefix={idPrefix} query={query} timeInterval={datasource.settings.timeInterval} inAlert={inAlert} onChange={change} />
        )}
        <ProblemList problems={problems} />
        <EnsembleSection {...fields} preset={presets.find(({ id }) => id === detection.preset)} detectors={detectors} />
        <TimeSection
          {...fields}
          timeInterval={datasource.settings.timeInterval}
          timezone={query.timezone ?? 'UTC'}
          zone={zone}
          onTimezone={(timezone) => change({ timezone })}
        />
        <TogetherSection {...fields} lookUp={lookUp} />
        <KnowledgeEditor
          {...fields}
          calendars={datasource.settings.calendars ?? []}
          shown={range && { fromMs: range.from.valueOf(), toMs: range.to.valueOf() }}
        />
        {!fixedOutput && (
          <RuleSection
            idPrefix={idPrefix}
            datasource={datasource}
            query={query}
            data={data}
            isReady={problems.length === 0 && asksForSomething(query)}
          />
        )}
        {range && !fixedOutput && !inAlert && (
          <PreviewSection
            idPrefix={idPrefix}
            datasource={datasource}
            query={query}
            state={problems.length > 0 ? 'wrong' : asksForSomething(query) ? 'ready' : 'empty'}
            range={range}
            timeZone={query.timezone ?? zone}
          />
        )}
      </Stack>
    </div>
  );
}

/** A query that says nothing yet, as a new one says it. */
function started(query: SeismoQuery, datasource: SeismoDataSource, zone: string): SeismoQuery {
  const fresh = newQuery(datasource.kind, zone, datasource.language);
  return { ...query, ...fresh, output: query.output ?? fresh.output };
}

/**
 * Adds what a stored query leaves open and its score depends on. An absent season stays absent: it means the preset's
 * own, and `auto` would give another score.
 */
function complete(query: SeismoQuery): SeismoQuery {
  return {
    ...query,
    version: query.version ?? QUERY_VERSION,
    // A stored query without a zone is scored in UTC, and stays so.
    timezone: query.timezone ?? 'UTC',
    // A query without a preset was saved before presets existed.
    detection: { ...query.detection, preset: query.detection?.preset ?? ABSENT_PRESET },
  };
}

/** A rule made from a panel has the output `panel` and gets scores; this makes the query say so. */
function forAlert(query: SeismoQuery): SeismoQuery {
  return { ...query, output: query.output === 'panel' ? 'score' : (query.output ?? 'score'), live: undefined };
}

function baseOf({ refId, datasource, hide, key }: SeismoQuery) {
  return { refId, datasource, hide, key };
}

function NewerVersion({ version }: { version: number }) {
  return (
    <div data-testid={selectors.queryEditor.newerVersion}>
      <Alert
        severity="error"
        bottomSpacing={0}
        title={t('datasource.newer.title', 'This query has version {{version}}; this Seismo reads versions up to {{known}}', {
          version,
          known: QUERY_VERSION,
        })}
      >
        <Trans i18nKey="datasource.newer.text">Update the plugin to edit it. It stays unchanged.</Trans>
      </Alert>
    </div>
  );
}

function OtherKind({ queryKind, kind, onStartAnew }: { queryKind: string; kind: string; onStartAnew: () => void }) {
  return (
    <div data-testid={selectors.queryEditor.otherKind}>
      <Alert
        severity="warning"
        bottomSpacing={0}
        title={t('datasource.otherKind.title', 'This query is for {{queryKind}}, but the data source is of the kind {{kind}}', {
          queryKind,
          kind,
          ...verbatim,
        })}
      >
        <Button variant="secondary" onClick={onStartAnew}>
          <Trans i18nKey="datasource.otherKind.startAnew">Start a new query</Trans>
        </Button>
      </Alert>
    </div>
  );
}

/**
 * A label with its field. In Grafana 13 a field of choices is a `fieldset` with a span as its label. Without the `&` at
 * its start, a selector that begins with a colon would match the root itself.
 */
const FIELD = '& :is(div:has(> label), fieldset):not(:has(> input))';

// Grafana's fields in a row neither shrink nor wrap, but in a narrow place they have to.
const getStyles = () => ({
  root: css({
    minWidth: 0,
    '[role="radiogroup"]': { flexWrap: 'wrap' },
    [FIELD]: { minWidth: 0, maxWidth: '100%', '& > div': { flexShrink: 1, minWidth: 0, maxWidth: '100%' } },
    '@media (max-width: 600px)': { [FIELD]: { flexWrap: 'wrap' } },
  }),
});
