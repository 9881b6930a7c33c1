import { css } from '@emotion/css';
import React, { useLayoutEffect, useRef, useState, type MouseEvent } from 'react';
import type uPlot from 'uplot';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { Portal, useStyles2, type UPlotConfigBuilder } from '@grafana/ui';

import { formatInstant } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { useTip } from '../tips';

import { annotationsAt, annotationText, type Annotation } from './read';

interface Props {
  config: UPlotConfigBuilder;
  annotations: Annotation[];
  timeZone: TimeZone;
}

/** Distance from a mark that still counts as on it (CSS pixels). */
const NEAR = 6;
/** Largest number of annotations in the tooltip. */
const MOST = 5;

/** The text of an annotation, while the pointer is on its mark under the plot. */
export function AnnotationHover({ config, annotations, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const marks = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [hovered, setHovered] = useState<{ found: Annotation[]; x: number; y: number } | null>(null);
  const shown = useTip(hovered !== null);
  useLayoutEffect(() => {
    config.addHook('init', (u) => {
      plot.current = u;
    });
    config.addHook('draw', ({ over }) => {
      if (marks.current) {
        marks.current.style.transform = `translate(${over.offsetLeft}px, ${over.offsetTop + over.clientHeight}px)`;
        marks.current.style.width = `${over.clientWidth}px`;
      }
    });
  }, [config]);

  const onMouseMove = (event: MouseEvent) => {
    const u = plot.current;
    if (!u) {
      return;
    }
    const over = u.over.getBoundingClientRect();
    const timeMs = u.posToVal(event.clientX - over.left, 'x');
    const reachMs = Math.abs(u.posToVal(NEAR, 'x') - u.posToVal(0, 'x'));
    const found = annotationsAt(annotations, timeMs, reachMs);
    setHovered(found.length > 0 ? { found, x: event.clientX, y: over.bottom } : null);
  };
  return (
    <>
      <div ref={marks} className={styles.marks} onMouseMove={onMouseMove} onMouseLeave={() => setHovered(null)} />
      {hovered && shown && (
        <Portal>
          <div className={styles.card} style={cornerAt(hovered.x, hovered.y)} role="tooltip">
            {hovered.found.slice(0, MOST).map((one, place) => (
              <AnnotationFacts key={place} annotation={one} timeZone={timeZone} />
            ))}
            {hovered.found.length > MOST && (
              <div className={styles.when}>
                {t('panel.annotation.more', 'and {{count}} more', { count: hovered.found.length - MOST })}
              </div>
            )}
          </div>
        </Portal>
      )}
    </>
  );
}

function AnnotationFacts({ annotation, timeZone }: { annotation: Annotation; timeZone: TimeZone }) {
  const styles = useStyles2(getStyles);
  const { timeMs, endMs, tags, color } = annotation;
  return (
    <div className={styles.one} style={{ borderLeftColor: color }}>
      <div className={styles.when}>
        {formatInstant(timeMs, timeZone)}
        {endMs !== null && ` – ${formatInstant(endMs, timeZone)}`}
      </div>
      <div>{annotationText(annotation) || t('panel.annotation.untitled', 'Annotation')}</div>
      {tags.length > 0 && <div className={styles.when}>{tags.join(', ')}</div>}
    </div>
  );
}

/** Above the marks, and towards the middle of the window. */
function cornerAt(x: number, y: number) {
  const beyondMiddle = x > window.innerWidth / 2;
  return { left: x, top: y, transform: `translate(${beyondMiddle ? '-100%' : '0'}, calc(-100% - 4px))` };
}

const getStyles = (theme: GrafanaTheme2) => ({
  marks: css({ position: 'absolute', top: 0, left: 0, height: 12 }),
  card: css({
    position: 'fixed',
    zIndex: theme.zIndex.tooltip,
    maxWidth: 320,
    padding: theme.spacing(0.75),
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z2,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    pointerEvents: 'none',
  }),
  one: css({
    padding: theme.spacing(0.25, 0.75),
    borderLeft: '3px solid transparent',
    overflowWrap: 'anywhere',
    '& + &': { marginTop: theme.spacing(0.5) },
  }),
  when: css({ color: theme.colors.text.secondary }),
});
