import React from 'react';
import { t } from '@grafana/i18n';
import { Button, IconButton, InlineField, InlineSwitch, Stack } from '@grafana/ui';

import { LONGEST_WINDOW_DAYS, MOST_WINDOWS } from '../../contract/limits';
import type { ExcludedWindow } from '../../contract/types';
import { DAY_MS } from '../duration';
import { DraftInput } from '../fields/DraftInput';

interface Props {
  idPrefix: string;
  windows: ExcludedWindow[];
  shown: { fromMs: number; toMs: number } | undefined;
  wrongFields: ReadonlySet<string>;
  onChange: (windows: ExcludedWindow[]) => void;
  onRun: () => void;
}

const INSTANT_WIDTH = 26;
const PLACEHOLDER = '2026-05-01T00:00:00Z';

/** Windows that are not reported, or not learnt: an outage, a move, a load test. */
export function WindowFields({ idPrefix, windows, shown, wrongFields, onChange, onRun }: Props) {
  const change = (at: number, part: Partial<ExcludedWindow>) =>
    onChange(windows.map((window, index) => (index === at ? { ...window, ...part } : window)));

  return (
    <Stack direction="column" gap={0.5}>
      {windows.map((window, at) => (
        // A window has no id; all of a row's state is in the query.
        <Stack key={at} gap={0.5} wrap="wrap" alignItems="center">
          <Instant
            id={`${idPrefix}-window-${at}-from`}
            label={t('datasource.knowledge.from', 'Excluded from')}
            value={window.from}
            invalid={wrongFields.has(`detection.excluded[${at}].from`)}
            onCommit={(from) => change(at, { from })}
            onRun={onRun}
          />
          <Instant
            id={`${idPrefix}-window-${at}-to`}
            label={t('datasource.knowledge.to', 'until')}
            value={window.to}
            invalid={wrongFields.has(`detection.excluded[${at}].to`)}
            onCommit={(to) => change(at, { to })}
            onRun={onRun}
          />
          <InlineField
            label={t('datasource.knowledge.report', 'Report')}
            tooltip={t('datasource.knowledge.reportTooltip', 'Whether anomalies within the window are reported')}
            htmlFor={`${idPrefix}-window-${at}-report`}
          >
            <InlineSwitch
              id={`${idPrefix}-window-${at}-report`}
              value={window.report ?? false}
              onChange={(event) => change(at, { report: event.currentTarget.checked })}
            />
          </InlineField>
          <InlineField
            label={t('datasource.knowledge.learn', 'Learn')}
            tooltip={t('datasource.knowledge.learnTooltip', 'Whether the window is learnt as ordinary; if not, it is treated as a gap')}
            htmlFor={`${idPrefix}-window-${at}-learn`}
          >
            <InlineSwitch
              id={`${idPrefix}-window-${at}-learn`}
              value={window.learn ?? false}
              onChange={(event) => change(at, { learn: event.currentTarget.checked })}
            />
          </InlineField>
          <IconButton
            name="trash-alt"
            tooltip={t('datasource.knowledge.removeWindow', 'Remove window {{number}}', { number: at + 1 })}
            onClick={() => onChange(windows.filter((_, index) => index !== at))}
          />
        </Stack>
      ))}
      <div>
        <Button
          variant="secondary"
          size="sm"
          icon="plus"
          disabled={windows.length >= MOST_WINDOWS}
          onClick={() => onChange([...windows, windowOf(shown ?? { fromMs: Date.now() - DAY_MS, toMs: Date.now() })])}
        >
          {t('datasource.knowledge.addWindow', 'Exclude the range that is shown')}
        </Button>
      </div>
    </Stack>
  );
}

interface InstantProps {
  id: string;
  label: string;
  value: string;
  invalid: boolean;
  onCommit: (text: string) => void;
  onRun: () => void;
}

function Instant({ id, label, value, invalid, onCommit, onRun }: InstantProps) {
  return (
    <InlineField label={label} labelWidth="auto" invalid={invalid} htmlFor={id}>
      <DraftInput
        id={id}
        width={INSTANT_WIDTH}
        placeholder={PLACEHOLDER}
        value={value}
        invalid={invalid}
        onCommit={(text) => onCommit(text.trim())}
        onRun={onRun}
      />
    </InlineField>
  );
}

/** The last days of a range, up to the longest allowed window. */
function windowOf({ fromMs, toMs }: { fromMs: number; toMs: number }): ExcludedWindow {
  const from = Math.max(fromMs, toMs - LONGEST_WINDOW_DAYS * DAY_MS);
  return { from: instant(from), to: instant(toMs), report: false, learn: false };
}

/** In whole seconds. */
function instant(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
