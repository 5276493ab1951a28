import type { FilterField } from './filterFields';
import { beginsAfter, filterTokens, type FilterToken } from './filterTokens';

/** One way to go on with a filter. */
export interface FilterCompletion {
  /** What is added, or replaces the word that was begun. */
  readonly name: string;
  readonly kind: 'field' | 'operator' | 'join';
  /** The whole filter with it. */
  readonly filter: string;
  readonly field?: FilterField;
}

/** `~` compares with a pattern (`filter_parse_regex()` in `kernel/trace/trace_events_filter.c`). */
const TEXT_OPERATORS = ['==', '!=', '~'];
const NUMBER_OPERATORS = ['==', '!=', '>', '>=', '<', '<=', '&'];
const JOINS = ['&&', '||'];

const ANY_OPERATOR = '(?:[=!]=|[<>]=?|~|&)';
const VALUE = `(?:"[^"]*"|'[^']*'|-?\\w+)`;
const COMPARED = new RegExp(`^\\w+(?:\\.\\w+)?\\s*${ANY_OPERATOR}\\s*${VALUE}\\s*\\)*\\s+$`);

/** How a filter may go on at its end: fields where a comparison begins, then operators, then `&&` and `||`. */
export function filterCompletions(
  filter: string,
  fields: readonly FilterField[],
): readonly FilterCompletion[] {
  const tokens = filterTokens(filter);
  if (tokens.some(({ text }) => text === '"' || text === "'")) {
    // Inside a text.
    return [];
  }
  const begin = comparisonStart(tokens);
  const comparison = filter.slice(begin);
  if (/^\w*$/.test(comparison)) {
    return fieldsLike(comparison, fields).map(field => ({
      name: field.name,
      kind: 'field',
      filter: `${filter.slice(0, begin)}${field.name} `,
      field,
    }));
  }
  const name = /^(\w+)\s+[=!<>]?$/.exec(comparison)?.[1];
  const field = fields.find(candidate => candidate.name === name);
  if (field) {
    return operatorsOf(field, comparison).map(operator => ({
      name: operator,
      kind: 'operator',
      filter: `${filter.slice(0, begin)}${field.name} ${operator} ${field.isText ? '"' : ''}`,
      field,
    }));
  }
  return COMPARED.test(comparison)
    ? JOINS.map(join => ({ name: join, kind: 'join', filter: `${filter.trimEnd()} ${join} ` }))
    : [];
}

/** Where the last comparison begins: behind what stands before its field. */
function comparisonStart(tokens: readonly FilterToken[]): number {
  let begins = true;
  let start = 0;
  for (const token of tokens) {
    begins = beginsAfter(token, begins);
    start = begins ? token.at + token.text.length : start;
  }
  return start;
}

/** Those that begin with it first; one that is there in full needs no completion. */
function fieldsLike(typed: string, fields: readonly FilterField[]): FilterField[] {
  const text = typed.toLowerCase();
  const rank = ({ name }: FilterField): number => Number(!name.toLowerCase().startsWith(text));
  return fields
    .filter(({ name }) => name.toLowerCase().includes(text))
    .sort((a, b) => rank(a) - rank(b));
}

function operatorsOf({ isText }: FilterField, comparison: string): string[] {
  const begun = /[=!<>]$/.exec(comparison)?.[0] ?? '';
  return (isText ? TEXT_OPERATORS : NUMBER_OPERATORS).filter(one => one.startsWith(begun));
}
