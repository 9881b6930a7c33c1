/** PromQL as the builder shows it, read from the tree of an expression. */
import type { SyntaxNode } from '@lezer/common';
import {
  AggregateExpr,
  AggregateModifier,
  AggregateOp,
  By,
  DurationExpr,
  FunctionCall,
  FunctionCallBody,
  FunctionIdentifier,
  HistogramQuantile,
  Identifier,
  LabelMatchers,
  LabelName,
  LineComment,
  MatrixSelector,
  NumberDurationLiteral,
  ParenExpr,
  QuotedLabelName,
  StringLiteral,
  SubqueryExpr,
  VectorSelector,
} from '@prometheus-io/lezer-promql';

import { parsePromql, spansOf } from '../promql/parse';
import type { Matcher, Operator } from './matchers';
import { AGGREGATIONS, NOTHING, RANGE_FUNCTIONS, type PromqlBuild } from './promql';
import { read, Stop, type Read } from './read';

/** The build of an expression, or where it holds more than the builder can show. */
export function readPromql(expr: string): Read<PromqlBuild> {
  if (expr.trim() === '') {
    return { build: NOTHING };
  }
  const { tree } = parsePromql(expr);
  const [unreadable] = spansOf(tree, ({ type }) => type.isError || type.id === LineComment);
  return read(expr, () => new Reader(expr).whole(need(tree.topNode.firstChild, 0)), unreadable?.from);
}

type Aggregated = Omit<PromqlBuild, 'quantile'>;
type Selected = Pick<PromqlBuild, 'metric' | 'matchers'>;

class Reader {
  constructor(private readonly expr: string) {}

  whole(node: SyntaxNode): PromqlBuild {
    if (!node.firstChild?.getChild(HistogramQuantile)) {
      return { ...this.aggregated(node), quantile: null };
    }
    const [quantile, inner] = argumentsOf(node, 2);
    return { ...this.aggregated(need(inner, node.to)), quantile: this.number(need(quantile, node.to)) };
  }

  private aggregated(node: SyntaxNode): Aggregated {
    if (node.type.id !== AggregateExpr) {
      return { ...this.overRange(node), aggregate: null };
    }
    const name = this.oneOf(AGGREGATIONS, node.getChild(AggregateOp)) ?? stopWithin(node);
    const modifier = node.getChild(AggregateModifier);
    if (modifier && !modifier.getChild(By)) {
      throw new Stop(modifier.from);
    }
    const by = modifier ? childrenOf(modifier.lastChild).map((label) => this.label(label)) : [];
    const [inner] = argumentsOf(node, 1);
    return { ...this.overRange(need(inner, node.to)), aggregate: { name, by } };
  }

  private overRange(node: SyntaxNode): Omit<Aggregated, 'aggregate'> {
    if (node.type.id !== FunctionCall) {
      return { ...this.selector(node), over: null };
    }
    const name = this.oneOf(RANGE_FUNCTIONS, node.getChild(FunctionIdentifier)) ?? stopWithin(node);
    const [range] = argumentsOf(node, 1);
    return { ...this.ranged(need(range, node.to)), over: { name, window: this.window(need(range, node.to)) } };
  }

  private ranged(node: SyntaxNode): Selected {
    return node.type.id === MatrixSelector || node.type.id === SubqueryExpr ? this.selector(need(node.firstChild, node.to)) : this.selector(node);
  }

  private window(range: SyntaxNode): string {
    const duration = need(range.getChild(DurationExpr), range.to);
    if (range.type.id === SubqueryExpr) {
      throw new Stop(duration.to);
    }
    // One that is calculated has a tree of its own.
    if (duration.getChild(DurationExpr)) {
      throw new Stop(duration.from);
    }
    return this.text(duration);
  }

  private selector(node: SyntaxNode): Selected {
    if (node.type.id !== VectorSelector) {
      return stopWithin(node);
    }
    const name = node.getChild(Identifier);
    const [quoted, ...others] = childrenOf(node.getChild(LabelMatchers));
    // The name of a metric may also be the first thing in the braces, in quotes.
    const isNamedWithin = name === null && quoted?.type.id === QuotedLabelName;
    const matchers = isNamedWithin || !quoted ? others : [quoted, ...others];
    const metric = name ?? (isNamedWithin ? quoted : null);
    return { metric: metric ? this.label(metric) : '', matchers: matchers.map((matcher) => this.matcher(matcher)) };
  }

  private matcher(node: SyntaxNode): Matcher {
    const [label, operator, value] = childrenOf(node);
    // A name alone has one child, its text.
    if (!label || !operator || !value) {
      throw new Stop(node.from);
    }
    return { label: this.label(label), operator: this.text(operator) as Operator, value: this.unquoted(value) };
  }

  private label(node: SyntaxNode): string {
    return node.type.id === LabelName || node.type.id === Identifier ? this.text(node) : this.unquoted(need(node.getChild(StringLiteral), node.from));
  }

  private number(node: SyntaxNode): number {
    const value = node.type.id === NumberDurationLiteral ? Number(this.text(node)) : NaN;
    if (Number.isNaN(value)) {
      throw new Stop(node.from);
    }
    return value;
  }

  /** A text whose escapes are those that the builder writes. */
  private unquoted(node: SyntaxNode): string {
    const text = this.text(node);
    if (!/^["'](?:[^\\]|\\[ntr\\"'])*$/.test(text)) {
      throw new Stop(node.from);
    }
    return text.slice(1, -1).replace(/\\(.)/g, (_all, sign: string) => ESCAPES[sign] ?? sign);
  }

  private oneOf<T extends string>(words: readonly T[], node: SyntaxNode | null): T | undefined {
    const word = node && this.text(node).toLowerCase();
    return words.find((known) => known === word);
  }

  private text(node: SyntaxNode): string {
    return this.expr.slice(node.from, node.to);
  }
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

/** What stands between the round brackets of a call; no more than so many. */
function argumentsOf(call: SyntaxNode, most: number): SyntaxNode[] {
  const found = childrenOf(call.getChild(FunctionCallBody));
  const last = found[most - 1];
  if (last && found.length > most) {
    throw new Stop(last.to);
  }
  return found;
}

function childrenOf(node: SyntaxNode | null): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node?.firstChild; child; child = child.nextSibling) {
    children.push(child);
  }
  return children;
}

function need(node: SyntaxNode | null | undefined, place: number): SyntaxNode {
  if (!node) {
    throw new Stop(place);
  }
  return node;
}

/** Stops at what makes an expression more than its first part: an operator, the rest of a call, a window. */
function stopWithin(node: SyntaxNode): never {
  const first = node.firstChild;
  const isPart = first !== null && (first.type.is('Expr') || first.type.id === FunctionIdentifier || first.type.id === AggregateOp);
  throw new Stop(isPart && node.type.id !== ParenExpr ? first.to : node.from);
}
