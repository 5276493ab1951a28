import { Interruptible } from '../names/interruptible';
import { RANK } from '../rankedRows';
import type { NameMatcher } from './nameMatcher';
import { PatternError } from './patternError';
import { literalOf } from './regexLiteral';
import { mindsCase } from './searchPattern';

/** ms that a piece of the search may take: it ends itself after 8 ms, unless one name takes for ever. */
const TIME_LIMIT = 1000;
/** Characters of a name that are looked at. */
const MAX_NAME = 8192;

/** `\W`, `\S`: not letters that one looks for. */
const CLASS = /\\[a-zA-Z]/g;

/** A regular expression, found anywhere in a name. */
export class Regex implements NameMatcher {
  readonly literal: Uint8Array;
  readonly anyCase: boolean;
  readonly #expression: RegExp;
  readonly #interruptible = new Interruptible();

  /** Throws PatternError `badPattern`. */
  constructor(source: string) {
    this.anyCase = !mindsCase(source.replaceAll(CLASS, ''));
    this.literal = Buffer.from(literalOf(source));
    try {
      this.#expression = new RegExp(source, this.anyCase ? 'i' : '');
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new PatternError('badPattern', why);
    }
  }

  rank(names: Buffer, start: number, end: number): number {
    const name = names.toString('latin1', start, Math.min(end, start + MAX_NAME));
    const match = this.#expression.exec(name);
    if (!match) {
      return -1;
    }
    if (match.index > 0) {
      return RANK.inside;
    }
    return match[0].length === name.length ? RANK.exact : RANK.prefix;
  }

  /** Throws PatternError `slowPattern`. */
  guard(work: () => void): void {
    if (!this.#interruptible.run(work, TIME_LIMIT)) {
      throw new PatternError('slowPattern', 'This pattern takes too long on one of the names');
    }
  }
}
