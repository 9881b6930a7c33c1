import React from 'react';
import { t } from '@grafana/i18n';
import { RadioButtonGroup, Stack, Text, ToolbarButton } from '@grafana/ui';

import { SCORE_STRIPS, type SeverityOptions } from '../panel/options';
import { VIEWS, viewWord, type View } from '../panel/views/all';
import { stripWord } from '../panel/words';
import type { PageState } from './urlState';

type Strip = SeverityOptions['scoreStrip'];
type Layout = SeverityOptions['layout'];

interface Props {
  views: View[];
  strip: Strip;
  layout: Layout;
  onState: (change: Partial<PageState>) => void;
}

/**
 * The views of the panel: one button per view, and the layout of the timeline's series and scores. At least one view
 * stays.
 */
export function ViewPicker({ views, strip, layout, onState }: Props) {
  const toggle = (view: View) => {
    const next = views.includes(view) ? views.filter((one) => one !== view) : VIEWS.filter((one) => one === view || views.includes(one));
    if (next.length > 0) {
      onState({ views: next });
    }
  };
  return (
    <Stack alignItems="center" wrap="wrap" gap={3}>
      <Stack role="group" aria-label={t('workbench.views.label', 'Views')} alignItems="center" wrap="wrap" gap={1}>
        <Text color="secondary" variant="bodySmall">
          {t('workbench.views.label', 'Views')}
        </Text>
        {VIEWS.map((view) => (
          <ToolbarButton
            key={view}
            variant={views.includes(view) ? 'active' : 'canvas'}
            aria-pressed={views.includes(view)}
            onClick={() => toggle(view)}
          >
            {viewWord(view)}
          </ToolbarButton>
        ))}
      </Stack>
      {views.includes('timeline') && (
        <>
          <Choice label={t('workbench.layout.label', 'Series')} value={layout} options={layouts()} onChoose={(chosen) => onState({ layout: chosen })} />
          <Choice label={t('workbench.strip.label', 'Score strip')} value={strip} options={strips()} onChoose={(chosen) => onState({ strip: chosen })} />
        </>
      )}
    </Stack>
  );
}

interface ChoiceProps<T> {
  label: string;
  value: T;
  options: Array<{ value: T; label: string }>;
  onChoose: (chosen: T) => void;
}

function Choice<T extends string>({ label, value, options, onChoose }: ChoiceProps<T>) {
  return (
    <Stack alignItems="center" gap={1}>
      <Text color="secondary" variant="bodySmall">
        {label}
      </Text>
      <RadioButtonGroup<T> aria-label={label} size="sm" value={value} options={options} onChange={onChoose} />
    </Stack>
  );
}

function strips(): Array<{ value: Strip; label: string }> {
  return SCORE_STRIPS.map((value) => ({ value, label: stripWord(value) }));
}

function layouts(): Array<{ value: Layout; label: string }> {
  return [
    { value: 'multiples', label: t('workbench.layout.multiples', 'A plot each') },
    { value: 'overlay', label: t('workbench.layout.overlay', 'In one plot') },
  ];
}
