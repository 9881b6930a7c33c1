/** The part of a query that another data source can reuse when a user switches in Explore. */
import { AbstractLabelOperator, type AbstractQuery } from '@grafana/data';

import { complete, type Operator } from './builder/matchers';
import { readPromql } from './builder/readPromql';
import { readStored } from './stored/read';
import type { SeismoQuery } from './types';

const OPERATORS: Record<Operator, AbstractLabelOperator> = {
  '=': AbstractLabelOperator.Equal,
  '!=': AbstractLabelOperator.NotEqual,
  '=~': AbstractLabelOperator.EqualRegEx,
  '!~': AbstractLabelOperator.NotEqualRegEx,
};

/** The metric and the conditions of a PromQL query; none if it is not a single selector. */
export function toAbstract(stored: SeismoQuery): AbstractQuery {
  const { refId, source } = readStored(stored).query;
  const found = source?.kind === 'prometheus' ? readPromql(source.expr) : null;
  if (!found || !('build' in found)) {
    return { refId, labelMatchers: [] };
  }
  const { metric, matchers } = found.build;
  const named = metric ? [{ name: '__name__', operator: AbstractLabelOperator.Equal, value: metric }] : [];
  const conditions = complete(matchers).map(({ label, operator, value }) => ({ name: label, operator: OPERATORS[operator], value }));
  return { refId, labelMatchers: [...named, ...conditions] };
}
