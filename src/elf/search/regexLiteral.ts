/** Behind a backslash, what stands for some byte or a place; other letters and digits are not looked into. */
const SIMPLE_ESCAPES = 'dDwWsSbB';
const QUANTIFIER = /^(?:[*?]|\{\d+(?:,\d*)?\})/;
const CLASS = /^\[(?:\\.|[^\]\\])*\]/;
const SPECIAL = '.^$+()';

/**
 * The longest text that every match of a regular expression has in it, `''` where none is plain to see. Careful
 * rather than clever: neither groups nor what has alternatives or rare escapes is looked into.
 */
export function literalOf(source: string): string {
  let longest = '';
  let run = '';
  let depth = 0;
  for (let at = 0; at < source.length;) {
    const part = partAt(source, at);
    if (part.isRare) {
      return '';
    }
    depth += part.text === '(' ? 1 : part.text === ')' ? -1 : 0;
    if (part.literal !== undefined && depth === 0) {
      run += part.literal;
    } else {
      // What a quantifier follows need not be there.
      run = part.isQuantifier ? run.slice(0, -1) : run;
      longest = run.length > longest.length ? run : longest;
      run = '';
    }
    at += part.text.length;
  }
  return run.length > longest.length ? run : longest;
}

interface Part {
  readonly text: string;
  /** The character that it stands for. */
  readonly literal?: string;
  readonly isQuantifier?: boolean;
  /** Nothing is said about expressions that have it. */
  readonly isRare?: boolean;
}

function partAt(source: string, at: number): Part {
  const rest = source.slice(at);
  const quantifier = QUANTIFIER.exec(rest);
  if (quantifier) {
    return { text: quantifier[0], isQuantifier: true };
  }
  const [first = '', second = ''] = rest;
  if (first === '[') {
    return { text: CLASS.exec(rest)?.[0] ?? rest };
  }
  if (first === '\\') {
    const text = first + second;
    if (SIMPLE_ESCAPES.includes(second)) {
      return { text };
    }
    return /^[ -/:-@[-`{-~]$/.test(second) ? { text, literal: second } : { text, isRare: true };
  }
  if (first === '|') {
    return { text: first, isRare: true };
  }
  const isLiteral = !SPECIAL.includes(first) && isAscii(first);
  return { text: first, ...(isLiteral && { literal: first }) };
}

function isAscii(character: string): boolean {
  return /^[ -~]$/.test(character);
}
