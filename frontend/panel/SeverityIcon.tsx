import React from 'react';
import { useTheme2 } from '@grafana/ui';

import type { SeverityScheme } from '../contract/types';
import type { SeverityLevel } from '../shared/contract';
import { severityColor, severityShape } from '../shared/severity';

import { SHAPE_RADIUS, shapePath } from './draw/shapes';

interface Props {
  level: SeverityLevel;
  scheme: SeverityScheme;
}

const BOX = 7;

/** The point of a level as in the chart. The text beside it names the level. */
export function SeverityIcon({ level, scheme }: Props) {
  const theme = useTheme2();
  return (
    <svg width={2 * BOX} height={2 * BOX} viewBox={`${-BOX} ${-BOX} ${2 * BOX} ${2 * BOX}`} aria-hidden="true">
      <path
        d={shapePath(severityShape(level, scheme), Math.min(BOX, SHAPE_RADIUS[level] + 1))}
        fill={severityColor(level, theme.isDark, scheme)}
      />
    </svg>
  );
}
