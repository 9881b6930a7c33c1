/** PromQL as a tree, by Prometheus' own grammar. It never throws: what is no PromQL, or not yet, is an error in the tree. */
import { Tree, type SyntaxNode, type SyntaxNodeRef } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

import { GRAFANA_VARIABLE } from '../variablePattern';

/** A part of a text. */
export interface Span {
  from: number;
  to: number;
}

export interface Parsed {
  /** Its places are those of the text. */
  tree: Tree;
  /** Grafana's variables, in the order of the text. */
  variables: Span[];
}

/** Reads a text. Grafana's variables in it stand for a name, a number, a duration, or a part of one. */
export function parsePromql(text: string): Parsed {
  const variables = [...text.matchAll(new RegExp(GRAFANA_VARIABLE, 'g'))].map(({ 0: found, index }) => ({ from: index, to: index + found.length }));
  // The grammar knows no variables, so each gives way to signs of the same number. Underscores are right in any name, and as one.
  const named = written(text, variables, '_');
  const tree = parse(named);
  // Where a name is an error, digits are right: alone, or before the unit of a duration.
  const numbers = variables.filter(({ from }) => isWithinError(tree.resolveInner(from, 1)));
  return { tree: numbers.length > 0 ? parse(written(named, numbers, '1')) : tree, variables };
}

/** The places of nodes, in the order of the text. */
export function spansOf(tree: Tree, isWanted: (node: SyntaxNodeRef) => boolean): Span[] {
  const spans: Span[] = [];
  tree.iterate({
    enter: (node) => {
      if (isWanted(node)) {
        spans.push({ from: node.from, to: node.to });
      }
    },
  });
  return spans;
}

/** The text with a sign all over each of the spans. */
export function written(text: string, spans: readonly Span[], sign: string): string {
  let done = '';
  for (const { from, to } of spans) {
    done += text.slice(done.length, from) + sign.repeat(to - from);
  }
  return done + text.slice(done.length);
}

/** A text in backquotes that is not closed yet goes to the end, as one in other quotes does by the grammar. */
function parse(text: string): Tree {
  const tree = treeOf(text);
  const isOpen = text.includes('`') && spansOf(tree, ({ type, node }) => type.isError && !node.firstChild).some(({ from, to }) => text.slice(from, to).includes('`'));
  return isOpen ? treeOf(`${text}\``) : tree;
}

/** Thousands of brackets in each other do not fit on the parser's stack: such a text has no tree. */
function treeOf(text: string): Tree {
  try {
    return parser.parse(text);
  } catch (failure) {
    if (failure instanceof RangeError) {
      return Tree.empty;
    }
    throw failure;
  }
}

function isWithinError(node: SyntaxNode): boolean {
  return ancestor(node, ({ type }) => type.isError) !== null;
}

/** The innermost node around a place, itself included, that is wanted. */
export function ancestor(node: SyntaxNode, isWanted: (node: SyntaxNode) => boolean): SyntaxNode | null {
  let found: SyntaxNode | null = node;
  while (found && !isWanted(found)) {
    found = found.parent;
  }
  return found;
}
