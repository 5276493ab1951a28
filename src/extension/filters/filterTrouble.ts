import type { FilterField } from './filterFields';
import { beginsAfter, filterTokens, type FilterToken } from './filterTokens';

/** What is certainly wrong with a filter, and where. */
export interface FilterTrouble extends FilterToken {
  readonly kind: 'quote' | 'open' | 'close' | 'field';
}

/** Names that every kernel from some version on knows, whatever the format says. */
const GENERIC = /^(cpu|comm|stacktrace|common_\w*)$/i;

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
  const tokens = filterTokens(filter);
  return misplaced(tokens) ?? (fields && unknownField(tokens, fields));
}

function misplaced(tokens: readonly FilterToken[]): FilterTrouble | undefined {
  const quote = tokens.find(({ text }) => text === '"' || text === "'");
  if (quote) {
    return { kind: 'quote', ...quote };
  }
  const opened: FilterToken[] = [];
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
  tokens: readonly FilterToken[],
  fields: readonly FilterField[],
): FilterTrouble | undefined {
  let begins = true;
  for (const token of tokens) {
    if (begins && isUnknown(token.text, fields)) {
      return { kind: 'field', ...token };
    }
    begins = beginsAfter(token, begins);
  }
  return undefined;
}

function isUnknown(name: string, fields: readonly FilterField[]): boolean {
  const isName = /^[A-Za-z_]\w*$/.test(name) && !GENERIC.test(name);
  return isName && !fields.some(field => field.name === name);
}
