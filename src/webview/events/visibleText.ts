/** Controls, lone surrogates, and what turns the direction of text, breaks lines or takes no room. */
const UNSEEN = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Characters of a cell at most: a value may have as many as a record has bytes. */
const LONGEST = 500;

/** One line in which nothing hides: a traced program may put any character into a value. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, each => SHORT[each] ?? escaped(each.charCodeAt(0)));
}

/** The same, as long as a cell may get. */
export function cellText(text: string): string {
  return text.length > LONGEST ? `${visibleText(text.slice(0, LONGEST))}…` : visibleText(text);
}

function escaped(code: number): string {
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
