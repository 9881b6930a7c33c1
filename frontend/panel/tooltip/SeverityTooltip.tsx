import { css } from '@emotion/css';
import React, { useMemo } from 'react';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';

import { formatInstant, formatShare, formatSigmas } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { severityGroup } from '../../shared/severity';
import { differenceFormatOf, formatOf, type Format } from '../chart/shared';
import type { SeveritySeries } from '../model';
import { rarityText } from '../rarity';
import { SeverityIcon } from '../SeverityIcon';
import { excludedWords, severityWord } from '../words';

import { AnomalyFacts } from './AnomalyFacts';
import { explain, type Explanation } from './explain';
import { Fact } from './Fact';
import { Votes } from './Votes';

interface Props {
  series: SeveritySeries;
  row: number;
  color: string;
  timeZone: TimeZone;
  /** Texts of the dashboard's annotations at this time. */
  annotations: string[];
}

interface Formats {
  value: Format;
  difference: Format;
}

/** Largest number of annotations, so that the rest stays visible. */
const MOST_ANNOTATIONS = 3;

/** Explains the severity of a point. */
export function SeverityTooltip({ series, row, color, timeZone, annotations }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { field } = series;
  const formats = useMemo(
    () => ({ value: formatOf(field, theme), difference: differenceFormatOf(field, theme) }),
    [field, theme]
  );
  const facts = explain(series, row);
  return (
    <div className={styles.box}>
      <div className={styles.time}>{formatInstant(facts.timeMs, timeZone)}</div>
      <div className={styles.name}>
        <span className={styles.line} style={{ background: color }} />
        {series.name}
      </div>
      <dl className={styles.facts}>
        <Fact label={t('panel.tooltip.value', 'Value')}>
          {facts.value === null ? (
            (field.config.noValue ?? t('panel.tooltip.gap', 'No sample'))
          ) : (
            <strong>{formats.value(facts.value)}</strong>
          )}
        </Fact>
        <Expectation facts={facts} formats={formats} />
        <Judgement facts={facts} series={series} />
        {facts.anomaly && <AnomalyFacts anomaly={facts.anomaly} timeMs={facts.timeMs} timeZone={timeZone} />}
        {facts.budget && <Fact label={t('panel.tooltip.rarity', 'How rare')}>{budgetText(facts.budget)}</Fact>}
        {facts.excluded && (
          <Fact label={t('panel.tooltip.excluded', 'Excluded window')}>{excludedWords(facts.excluded)}</Fact>
        )}
        {annotations.length > 0 && (
          <Fact label={t('panel.tooltip.annotation', 'Annotation')}>
            {annotations.slice(0, MOST_ANNOTATIONS).map((text, place) => (
              <div key={place}>{text}</div>
            ))}
          </Fact>
        )}
      </dl>
      {hasVotes(facts) && <Votes votes={facts.votes} />}
    </div>
  );
}

/** Whether to show votes: detectors do not judge a gap, and a learning detector explains a missing score. */
function hasVotes({ value, score, votes }: Explanation): boolean {
  const isLearnt = value !== null && votes.some(({ detector }) => detector.state === 'learning');
  return votes.length > 0 && (score !== null || isLearnt);
}

/** The frame does not say how rare this row is, but its score shows on which side of the budget it is. */
function budgetText({ alarmsPerWeek, rarer }: NonNullable<Explanation['budget']>): string {
  const budget = rarityText(alarmsPerWeek);
  return rarer
    ? t('panel.tooltip.rarer', 'rarer than {{budget}}', { budget })
    : t('panel.tooltip.more-common', 'more common than {{budget}}', { budget });
}

function Expectation({ facts, formats }: { facts: Explanation; formats: Formats }) {
  const { expected, band, deviation, sigmas } = facts;
  if (facts.impossible && expected === null) {
    return (
      <Fact label={t('panel.tooltip.expected', 'Expected')}>
        {t('panel.tooltip.impossible', 'nothing: the value is outside of the valid range')}
      </Fact>
    );
  }
  const format = formats.value;
  return (
    <>
      {expected !== null && <Fact label={t('panel.tooltip.expected', 'Expected')}>{format(expected)}</Fact>}
      {band && (
        <Fact label={t('panel.tooltip.band', 'Band')}>
          {format(band[0])} … {format(band[1])}
        </Fact>
      )}
      {deviation !== null && (
        <Fact label={t('panel.tooltip.deviation', 'Deviation')}>
          {deviation < 0 ? '−' : '+'}
          {formats.difference(Math.abs(deviation))}
          {sigmas !== null && ` (${formatSigmas(sigmas)})`}
        </Fact>
      )}
    </>
  );
}

function Judgement({ facts, series }: { facts: Explanation; series: SeveritySeries }) {
  const { score, level } = facts;
  const scheme = series.verdict?.scheme;
  return (
    <>
      {score !== null && <Fact label={t('panel.tooltip.score', 'Score')}>{formatShare(score)}</Fact>}
      {score !== null && scheme && (
        <Fact label={t('panel.tooltip.severity', 'Severity')}>
          {level === null ? (
            t('panel.tooltip.ordinary', 'Ordinary')
          ) : (
            <>
              <SeverityIcon level={level} scheme={scheme} /> {severityWord(severityGroup(scheme, level).name)}
            </>
          )}
        </Fact>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    padding: theme.spacing(1, 1.25),
    fontSize: theme.typography.bodySmall.fontSize,
    minWidth: 190,
    fontVariantNumeric: 'tabular-nums',
  }),
  time: css({ color: theme.colors.text.secondary }),
  name: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    fontWeight: theme.typography.fontWeightMedium,
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
    paddingBottom: theme.spacing(0.5),
    marginBottom: theme.spacing(0.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  line: css({ width: 12, height: 3, borderRadius: 2, flexShrink: 0 }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    columnGap: theme.spacing(2),
    rowGap: 2,
    margin: 0,
    dt: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
    // The box around it does not wrap lines.
    dd: { margin: 0, textAlign: 'right', whiteSpace: 'normal', overflowWrap: 'anywhere', svg: { verticalAlign: '-2px' } },
  }),
});
