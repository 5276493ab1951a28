import type { FilterField } from './filterFields';

/** What is certainly wrong with a filter, and where: characters from 0. */
export interface FilterTrouble {
  readonly kind: 'quote' | 'open' | 'close' | 'field';
  readonly at: number;
  /** The culprit. */
  readonly text: string;
}

/** Names that every kernel from some version on knows, whatever the format says. */
const GENERIC = /^(cpu|comm|stacktrace|common_\w*)$/i;

/** Texts in quotes, in which nothing counts, operators that join comparisons, names, and single characters. */
const TOKEN = /"[^"]*"|'[^']*'|&&|\|\||\w+|[^]/g;

/**
 * What the kernel is sure to refuse: `calc_stack()` counts quotes and parentheses first, then
 * `predicate_parse()` reads a field wherever a comparison begins (`kernel/trace/trace_events_filter.c`).
 * Everything else is the kernel's to judge.
 * @param fields left out where they are not known
 */
export function filterTrouble(
  filter: string,
  fields?: readonly FilterField[],
): FilterTrouble | undefined {
  const tokens = Array.from(filter.matchAll(TOKEN), ({ 0: text, index: at }) => ({ text, at }));
  return misplaced(tokens) ?? unknownField(tokens, fields);
}

interface Token {
  readonly text: string;
  readonly at: number;
}

function misplaced(tokens: readonly Token[]): FilterTrouble | undefined {
  const quote = tokens.find(({ text }) => text === '"' || text === "'");
  if (quote) {
    return { kind: 'quote', ...quote };
  }
  const opened: Token[] = [];
  for (const token of tokens) {
    if (token.text === '(') {
      opened.push(token);
    } else if (token.text === ')' && opened.pop() === undefined) {
      return { kind: 'close', ...token };
    }
  }
  const open = opened.at(-1);
  return open && { kind: 'open', ...open };
}

function unknownField(
  tokens: readonly Token[],
  fields: readonly FilterField[] | undefined,
): FilterTrouble | undefined {
  let begins = true;
  for (const token of tokens) {
    if (begins && isUnknown(token.text, fields)) {
      return { kind: 'field', ...token };
    }
    begins = JOINS.test(token.text) || (begins && BEFORE_FIELD.test(token.text));
  }
  return undefined;
}

/** After these a comparison begins, */
const JOINS = /^(&&|\|\|)$/;
/** and these may stand before its field. */
const BEFORE_FIELD = /^[\s!(]$/;

function isUnknown(name: string, fields: readonly FilterField[] | undefined): boolean {
  const isName = /^[A-Za-z_]\w*$/.test(name) && !GENERIC.test(name);
  return fields !== undefined && isName && !fields.some(field => field.name === name);
}
