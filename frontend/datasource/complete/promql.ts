/** Completion of PromQL: metric names, label names within braces and `by (...)`, label values within quotes. */
import type { SyntaxNode, Tree } from '@lezer/common';
import { GroupingLabels, LabelMatchers, LabelName, LineComment, MatrixSelector, QuotedLabelName, StringLiteral, SubqueryExpr } from '@prometheus-io/lezer-promql';

import { escaped, isPlainLabel, isPlainMetric, quoted } from '../promql/names';
import { ancestor, parsePromql, spansOf, written } from '../promql/parse';
import { GRAFANA_VARIABLE } from '../variablePattern';
import { completionOf, labelNames, labelValues, metricNames, type Completer, type Completion, type Write } from './completion';
import { GROUPINGS, RANGES, WORDS } from './promqlOffers';
import { AGGREGATIONS } from './promqlWords';

export const completePromql: Completer = (before) => {
  // A blank more tells a text in quotes, or a comment, that goes on from one that ends here.
  const { tree } = parsePromql(`${withPlainEnd(before)} `);
  const node = tree.resolveInner(before.length, -1);
  const isOpen = node.to > before.length;
  if (node.type.id === LineComment && isOpen) {
    return null;
  }
  const comments = spansOf(tree, ({ type }) => type.id === LineComment);
  const code = written(before, comments, ' ');
  if (node.type.id === StringLiteral) {
    return isOpen ? withinQuotes(code, node) : null;
  }
  const place = placeOf(node);
  switch (place?.type.id) {
    case LabelMatchers:
      return labelName(code, node, metricOf(code, place));
    case GroupingLabels:
      return labelName(code, node, undefined);
    case MatrixSelector:
    case SubqueryExpr:
      return range(code, place);
    default:
      return word(code, tree);
  }
};

/** A name at the end that grows beyond what PromQL takes without quotes. One with other signs is a calculation, or several words. */
const NAME_AT_END = /(?<![\p{L}\p{N}_:.$}\]])[\p{L}_:][\p{L}\p{N}_:.]*$/u;

/** The text with a plain name of the same length at its end, for the grammar knows no other. */
function withPlainEnd(text: string): string {
  return text.replace(NAME_AT_END, (name) => name.replace(/[^\w:]/g, '_'));
}

const PLACES = new Set([LabelMatchers, GroupingLabels, MatrixSelector, SubqueryExpr]);

/** The innermost of the places that have offers of their own. */
function placeOf(node: SyntaxNode): SyntaxNode | null {
  return ancestor(node, ({ type }) => PLACES.has(type.id));
}

/** A value of a label, or a name that has to stand in quotes. */
function withinQuotes(code: string, text: SyntaxNode): Completion | null {
  const prefix = code.slice(text.from + 1);
  const write = escapedIn(code.charAt(text.from));
  const place = placeOf(text);
  if (place?.type.id === GroupingLabels) {
    return completionOf(code, prefix, labelNames(undefined), { write });
  }
  if (place?.type.id !== LabelMatchers) {
    return null;
  }
  const metric = metricOf(code.slice(0, text.from), place);
  if (text.parent?.type.id === QuotedLabelName) {
    const isMetric = metric === undefined && !text.parent.prevSibling && place.prevSibling === null;
    return completionOf(code, prefix, isMetric ? metricNames(prefix) : labelNames(metric), { write });
  }
  // A text alone has no place here: no label stands before it.
  const label = text.prevSibling && text.parent?.firstChild;
  return label ? completionOf(code, prefix, labelValues(nameOf(code, label), metric), { write }) : null;
}

function labelName(code: string, node: SyntaxNode, metric: string | undefined): Completion | null {
  const prefix = node.type.id === LabelName && node.to === code.length ? code.slice(node.from) : '';
  const isNext = /[{(,]\s*$/.test(code);
  return prefix !== '' || isNext ? completionOf(code, prefix, labelNames(metric), { write: quotedLabel }) : null;
}

const quotedLabel: Write = (name) => (isPlainLabel(name) ? {} : { insert: quoted(name) });

/** A name in braces takes the place of all of it that is written, which may be more than the last word: `http re`. */
function quotedMetric(code: string, prefix: string): Write {
  return (name) => {
    if (isPlainMetric(name)) {
      return {};
    }
    let length = name.length;
    while (length > prefix.length && !code.endsWith(name.slice(0, length))) {
      length -= 1;
    }
    return { insert: `{${quoted(name)}}`, from: code.length - Math.max(length, prefix.length) };
  };
}

function escapedIn(quote: string): Write {
  return (name) => {
    const insert = escaped(name, quote);
    return insert === name ? {} : { insert };
  };
}

function range(code: string, selector: SyntaxNode): Completion | null {
  const prefix = /^\s*\[\s*(\w*)$/.exec(code.slice(selector.firstChild?.to))?.[1];
  return prefix === undefined ? null : completionOf(code, prefix, [], { also: RANGES });
}

/** A name, a word of the language, or what goes on from an aggregation. */
function word(code: string, tree: Tree): Completion | null {
  const name = NAME_AT_END.exec(code)?.[0] ?? '';
  const rest = code.slice(0, code.length - name.length);
  const last = rest.trimEnd();
  const previous = code.slice(tree.resolveInner(last.length, -1).from, last.length).toLowerCase();
  if (last !== rest && AGGREGATIONS.some((aggregation) => aggregation.name === previous)) {
    return completionOf(code, name, [], { also: GROUPINGS });
  }
  return name === '' ? null : completionOf(code, name, metricNames(name), { also: WORDS, write: quotedMetric(code, name) });
}

/** The name of the metric before the braces, or in quotes as the first thing within them. */
function metricOf(code: string, matchers: SyntaxNode): string | undefined {
  const first = matchers.firstChild;
  const name = matchers.prevSibling ?? (first?.type.id === QuotedLabelName ? first : null);
  const metric = name && name.to <= code.length ? nameOf(code, name) : '';
  return metric === '' || GRAFANA_VARIABLE.test(metric) ? undefined : metric;
}

function nameOf(code: string, { type, from, to }: SyntaxNode): string {
  const name = code.slice(from, to);
  return type.id === QuotedLabelName ? name.slice(1, -1) : name;
}
