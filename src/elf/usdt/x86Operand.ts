import { dereference, immediate, type Operand } from './operand';

/** The kernel's names (`regoffset_table` in arch/x86/kernel/ptrace.c) by those of 64, 32 and 16 bits. */
const REGISTERS = new Map(
  ['ax', 'bx', 'cx', 'dx', 'si', 'di', 'bp', 'sp'].flatMap(name => [
    [name, name] as const,
    [`e${name}`, name] as const,
    [`r${name}`, name] as const,
    [/x$/.test(name) ? name.replace('x', 'l') : `${name}l`, name] as const,
  ]),
);
for (let number = 8; number < 16; number++) {
  for (const part of ['', 'd', 'w', 'b']) {
    REGISTERS.set(`r${number}${part}`, `r${number}`);
  }
}

/** A displacement, then what it is added to. */
const MEMORY = /^([^()]*)\(([^()]*)\)$/;
const NUMBER = /^[+-]?(?:0x[0-9a-f]+|\d+)$/i;
const SYMBOL = /^[A-Za-z_.$][\w.$]*$/;
const VECTOR = /^(?:[xyz]?mm\d+|st(?:\(\d\))?)$/;

/** An operand of x86-64 in AT&T syntax, as gcc and clang put into the notes. */
export function x86Operand(text: string): Operand {
  if (text.startsWith('%')) {
    return text.includes(':') ? { refusal: 'form' } : register(text.slice(1));
  }
  if (text.startsWith('$')) {
    const value = text.slice(1);
    return NUMBER.test(value) ? immediate(parseNumber(value)) : { refusal: 'form' };
  }
  const [, before, inside] = MEMORY.exec(text) ?? [];
  return inside === undefined
    ? symbolic(displacement(text))
    : memory(displacement(before ?? ''), inside);
}

function register(name: string): Operand {
  const high = /^([a-d])h$/.exec(name)?.[1];
  if (high !== undefined) {
    return { fetch: `%${high}x`, part: 'b8@8/16' };
  }
  const known = REGISTERS.get(name);
  if (known !== undefined) {
    return { fetch: `%${known}` };
  }
  return { refusal: VECTOR.test(name) ? 'float' : 'register' };
}

interface Displacement {
  readonly symbol?: string;
  readonly offset: bigint;
}

function memory(place: Displacement | undefined, inside: string): Operand {
  if (!place) {
    return { refusal: 'form' };
  }
  if (inside === '%rip') {
    return symbolic(place);
  }
  const [base = '', index] = inside.split(',');
  if (index !== undefined) {
    return { refusal: 'index' };
  }
  const known = REGISTERS.get(base.slice(1));
  if (!base.startsWith('%') || known === undefined) {
    return { refusal: 'register' };
  }
  // A symbol and a register are two addresses to add.
  return place.symbol === undefined ? dereference(known, place.offset) : { refusal: 'index' };
}

/** Without a symbol, it is relative to an instruction that is not there. */
function symbolic(place: Displacement | undefined): Operand {
  return place?.symbol === undefined
    ? { refusal: 'form' }
    : { symbol: place.symbol, offset: place.offset };
}

/** Numbers and at most one symbol, added: `-20`, `big+16`, `16+big`. */
function displacement(text: string): Displacement | undefined {
  const terms = text.match(/[+-]?[^+-]+/g) ?? [];
  let symbol: string | undefined;
  let offset = 0n;
  if (terms.join('') !== text) {
    return undefined;
  }
  for (const term of terms) {
    const name = term.replace(/^\+/, '');
    if (NUMBER.test(term)) {
      offset += parseNumber(term);
    } else if (symbol === undefined && SYMBOL.test(name)) {
      symbol = name;
    } else {
      return undefined;
    }
  }
  return { ...(symbol === undefined ? {} : { symbol }), offset };
}

function parseNumber(text: string): bigint {
  const value = BigInt(text.replace(/^[+-]/, ''));
  return text.startsWith('-') ? -value : value;
}
