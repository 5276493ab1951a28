import type { NameMatcher } from './nameMatcher';
import { RANK } from '../rankedRows';

const STAR = -1;
/** What one character of the pattern takes: a star any number, else a set of bytes. */
type Element = typeof STAR | Uint8Array;

/**
 * A glob over bytes: `*`, `?`, `[a-z]`, `[!a-z]`. Matches the whole name. Goes back to the last star only,
 * so the longest time is the product of both lengths, whatever is typed.
 */
export class Glob implements NameMatcher {
  readonly literal: Uint8Array;
  readonly anyCase: boolean;
  readonly #elements: readonly Element[];

  constructor(pattern: string, mindsCase: boolean) {
    const literals: number[][] = [[]];
    this.#elements = parse(Buffer.from(pattern, 'utf8'), mindsCase, literals);
    this.literal = Uint8Array.from(literals.reduce((a, b) => (b.length > a.length ? b : a)));
    this.anyCase = !mindsCase;
  }

  rank(names: Uint8Array, start: number, end: number): number {
    return this.#matches(names, start, end) ? RANK.prefix : -1;
  }

  #matches(names: Uint8Array, start: number, end: number): boolean {
    const elements = this.#elements;
    let element = 0;
    let at = start;
    let starElement = -1;
    let starAt = 0;
    while (at < end) {
      const current = elements[element];
      if (current === STAR) {
        starElement = element++;
        starAt = at;
      } else if (current?.[names[at] ?? 0] === 1) {
        element++;
        at++;
      } else if (starElement >= 0) {
        element = starElement + 1;
        at = ++starAt;
      } else {
        return false;
      }
    }
    while (elements[element] === STAR) {
      element++;
    }
    return element === elements.length;
  }
}

/** @param literals gets the runs of bytes that stand for themselves */
function parse(pattern: Buffer, mindsCase: boolean, literals: number[][]): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const text = String.fromCharCode(pattern[at] ?? 0);
    const close = text === '[' ? pattern.indexOf(']', at + 2) : -1;
    if (text === '*') {
      elements.push(STAR);
      literals.push([]);
    } else if (text === '?') {
      elements.push(new Uint8Array(256).fill(1));
      literals.push([]);
    } else if (close > 0) {
      elements.push(set(pattern.subarray(at + 1, close), mindsCase));
      literals.push([]);
      at = close;
    } else {
      const byte = pattern[at] ?? 0;
      literals.at(-1)?.push(byte);
      elements.push(bytes([[byte, byte]], mindsCase));
    }
  }
  return elements;
}

/** The inside of `[…]`. */
function set(inside: Buffer, mindsCase: boolean): Uint8Array {
  const negated = inside.length > 1 && (inside[0] === 0x21 || inside[0] === 0x5e);
  const ranges: [number, number][] = [];
  for (let at = negated ? 1 : 0; at < inside.length; at++) {
    const first = inside[at] ?? 0;
    const isRange = inside[at + 1] === 0x2d && at + 2 < inside.length;
    ranges.push([first, isRange ? (inside[at + 2] ?? 0) : first]);
    at += isRange ? 2 : 0;
  }
  const members = bytes(ranges, mindsCase);
  return negated ? members.map(member => 1 - member) : members;
}

function bytes(ranges: readonly (readonly [number, number])[], mindsCase: boolean): Uint8Array {
  const members = new Uint8Array(256);
  for (const [first, last] of ranges) {
    for (let byte = first; byte <= last; byte++) {
      members[byte] = 1;
      if (!mindsCase && byte >= 0x61 && byte <= 0x7a) {
        members[byte - 0x20] = 1;
      }
    }
  }
  return members;
}
