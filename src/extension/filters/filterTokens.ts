/** A piece of a filter and where it stands, in characters from 0. */
export interface FilterToken {
  readonly text: string;
  readonly at: number;
}

/** Texts in quotes, in which nothing counts, operators that join comparisons, words, and single characters. */
const TOKEN = /"[^"]*"|'[^']*'|&&|\|\||\w+|[^]/g;

/** A filter in pieces; together they are the whole of it. */
export function filterTokens(filter: string): FilterToken[] {
  return Array.from(filter.matchAll(TOKEN), ({ 0: text, index: at }) => ({ text, at }));
}

/** After these a comparison begins, */
const JOINS = /^(&&|\|\|)$/;
/** and these may stand before its field. */
const BEFORE_FIELD = /^[\s!(]$/;

/** Whether a comparison begins after `token`, where one might have begun with it. */
export function beginsAfter({ text }: FilterToken, begins: boolean): boolean {
  return JOINS.test(text) || (begins && BEFORE_FIELD.test(text));
}
