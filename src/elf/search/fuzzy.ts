import { RANK } from '../rankedRows';
import type { NameMatcher } from './nameMatcher';

/** Beginnings tried in a name for the narrowest match. */
const MAX_TRIES = 4;

/** Bytes with A–Z made lower case. */
const LOWER = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

/**
 * Letters in their order with others between them: `sslrd` finds `SSL_read`. The fewer the gaps, and the
 * more of them end where a word begins, the better. In any case, whatever is typed.
 */
export class Fuzzy implements NameMatcher {
  /** Of the name that was looked at last. */
  cost = 0;
  readonly mask: number;
  readonly #letters: Uint8Array;

  constructor(text: string) {
    this.#letters = Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, '')), lower);
    this.mask = this.#letters.reduce((mask, letter) => mask | maskBit(letter), 0);
  }

  rank(names: Uint8Array, start: number, end: number): number {
    const first = this.#letters[0];
    let best = Infinity;
    let tries = 0;
    for (let at = start; at < end && tries < MAX_TRIES && best > 0; at++) {
      if (LOWER[names[at] ?? 0] === first) {
        tries++;
        const gaps = this.#gapsFrom(names, at, end);
        if (gaps < 0) {
          break;
        }
        best = Math.min(best, gaps + (at === start || beginsWord(names, at) ? 0 : 2));
      }
    }
    if (best === Infinity) {
      return -1;
    }
    // Gaps count first, the length of the name between names of as many.
    this.cost = Math.min(best, 60) * 16 + Math.min((end - start) >> 3, 15);
    return RANK.inside;
  }

  /** Counts gaps when each letter is taken at its first place after the one before; -1 for no match. */
  #gapsFrom(names: Uint8Array, from: number, end: number): number {
    const letters = this.#letters;
    let gaps = 0;
    let at = from + 1;
    for (let letter = 1; letter < letters.length; letter++) {
      const wanted = letters[letter];
      const before = at;
      while (at < end && LOWER[names[at] ?? 0] !== wanted) {
        at++;
      }
      if (at >= end) {
        return -1;
      }
      if (at > before) {
        gaps += beginsWord(names, at) ? 1 : 3;
      }
      at++;
    }
    return gaps;
  }
}

/** One bit for each letter, one for all digits, one for each of some signs; the rest share one. */
export function maskBit(byte: number): number {
  const letter = lower(byte) - 0x61;
  if (letter >= 0 && letter < 26) {
    return 1 << letter;
  }
  if (byte >= 0x30 && byte <= 0x39) {
    return 1 << 26;
  }
  return byte === 0x5f ? 1 << 27 : byte === 0x3a ? 1 << 28 : byte === 0x2e ? 1 << 29 : 1 << 30;
}

function beginsWord(names: Uint8Array, at: number): boolean {
  const before = names[at - 1] ?? 0;
  const isLetter = lower(before) >= 0x61 && lower(before) <= 0x7a;
  const byte = names[at] ?? 0;
  return !isLetter || (before >= 0x61 && byte >= 0x41 && byte <= 0x5a);
}

function lower(byte: number): number {
  return LOWER[byte] ?? 0;
}
