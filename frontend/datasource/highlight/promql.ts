/** The colours of PromQL, from its tree. */
import type { SyntaxNodeRef } from '@lezer/common';
import {
  AggregateOp,
  And,
  Anchored,
  AtEnd,
  AtStart,
  Atan2,
  Bool,
  By,
  DurationMaxOf,
  DurationMinOf,
  DurationRange,
  DurationStep,
  Fill,
  FillLeft,
  FillRight,
  FunctionIdentifier,
  GroupLeft,
  GroupRight,
  Ignoring,
  LabelName,
  LineComment,
  NumberDurationLiteral,
  NumberDurationLiteralInDurationContext,
  Offset,
  On,
  Or,
  QuotedLabelMatcher,
  QuotedLabelName,
  Smoothed,
  StringLiteral,
  Unless,
  UnquotedLabelMatcher,
  Without,
} from '@prometheus-io/lezer-promql';

import { parsePromql } from '../promql/parse';
import { lexer, type Lexer, type Rule, type TokenKind } from './lexer';

// The styles that come with the grammar leave out its newer functions; a node's type tells all of them.
const KINDS = new Map<number, TokenKind>([
  ...[FunctionIdentifier, AggregateOp, DurationStep, DurationRange, DurationMinOf, DurationMaxOf].map((id) => [id, 'function'] as const),
  ...[
    By,
    Without,
    On,
    Ignoring,
    GroupLeft,
    GroupRight,
    And,
    Or,
    Unless,
    Bool,
    Offset,
    Atan2,
    AtStart,
    AtEnd,
    Smoothed,
    Anchored,
    Fill,
    FillLeft,
    FillRight,
  ].map((id) => [id, 'keyword'] as const),
  [NumberDurationLiteral, 'number'],
  [NumberDurationLiteralInDurationContext, 'number'],
  [StringLiteral, 'string'],
  [LineComment, 'comment'],
]);

function kindOf({ type, node }: SyntaxNodeRef): TokenKind | undefined {
  const isLabel = (type.id === LabelName && node.parent?.type.id === UnquotedLabelMatcher) || (type.id === QuotedLabelName && node.parent?.type.id === QuotedLabelMatcher);
  return isLabel ? 'label' : KINDS.get(type.id);
}

/** Cuts by the tree; `signs` cut what it leaves: punctuation and names. */
export function promqlLexer(signs: readonly Rule[]): Lexer {
  const cutSigns = lexer(signs);
  return (text) => {
    const { tree, variables } = parsePromql(text);
    const kinds = new Array<TokenKind | undefined>(text.length).fill(undefined);
    tree.iterate({
      enter: (node) => {
        const kind = kindOf(node);
        if (kind !== undefined) {
          kinds.fill(kind, node.from, node.to);
        }
        return kind === undefined;
      },
    });
    for (const { from, to } of variables.filter((variable) => kinds[variable.from] !== 'comment')) {
      kinds.fill('variable', from, to);
    }
    return runs(kinds).flatMap(({ kind, from, to }) => {
      const piece = text.slice(from, to);
      return kind === undefined ? cutSigns(piece) : [{ kind, text: piece }];
    });
  };
}

interface Run {
  kind: TokenKind | undefined;
  from: number;
  to: number;
}

/** Neighbours of one kind, together. */
function runs(kinds: ReadonlyArray<TokenKind | undefined>): Run[] {
  const found: Run[] = [];
  kinds.forEach((kind, at) => {
    const last = found.at(-1);
    if (last && last.kind === kind) {
      last.to = at + 1;
    } else {
      found.push({ kind, from: at, to: at + 1 });
    }
  });
  return found;
}
