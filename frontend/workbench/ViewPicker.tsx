import React from 'react';
import { t } from '@grafana/i18n';
import { RadioButtonGroup, Stack, Text, ToolbarButton } from '@grafana/ui';

import { SCORE_STRIPS, VIEWS, type SeverityOptions, type View } from '../panel/options';
import { stripWord, viewWord } from '../panel/words';
import type { PageState } from './urlState';

type Strip = SeverityOptions['scoreStrip'];

interface Props {
  views: View[];
  strip: Strip;
  onState: (change: Partial<PageState>) => void;
}

/** What the panel shows: a button a view, and the score under the values. At least one view stays. */
export function ViewPicker({ views, strip, onState }: Props) {
  const toggle = (view: View) => {
    const next = views.includes(view) ? views.filter((one) => one !== view) : VIEWS.filter((one) => one === view || views.includes(one));
    if (next.length > 0) {
      onState({ views: next });
    }
  };
  return (
    <Stack alignItems="center" wrap="wrap" gap={3}>
      <Stack role="group" aria-label={t('workbench.views.label', 'Views')} alignItems="center" gap={1}>
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
        <Stack alignItems="center" gap={1}>
          <Text color="secondary" variant="bodySmall">
            {t('workbench.strip.label', 'Score strip')}
          </Text>
          <RadioButtonGroup<Strip>
            aria-label={t('workbench.strip.label', 'Score strip')}
            size="sm"
            value={strip}
            options={SCORE_STRIPS.map((value) => ({ value, label: stripWord(value) }))}
            onChange={(chosen) => onState({ strip: chosen })}
          />
        </Stack>
      )}
    </Stack>
  );
}
