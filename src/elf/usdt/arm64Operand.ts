import { dereference, immediate, type Operand } from './operand';

const REGISTER = /^(?:[xw]([0-9]|[12]\d|30)|w?(sp))$/;
const VECTOR = /^[bhsdqv]\d+/;
const IMMEDIATE = /^#?([+-]?(?:0x[0-9a-f]+|\d+))$/i;
const MEMORY = /^\[([^\],]+)(?:,([^\]]+))?\]$/;

/** An operand of arm64, as gcc and clang put into the notes. Constants may come without their `#`. */
export function arm64Operand(text: string): Operand {
  const constant = IMMEDIATE.exec(text)?.[1];
  if (constant !== undefined) {
    return immediate(parseNumber(constant));
  }
  const [, base, offset] = MEMORY.exec(text) ?? [];
  return base === undefined ? register(text) : memory(base.trim(), offset?.trim());
}

/** As `regoffset_table` in arch/arm64/kernel/ptrace.c names it. */
function nameOf(register: string): string | undefined {
  const [, number, stack] = REGISTER.exec(register) ?? [];
  return number === undefined ? stack : `x${number}`;
}

function register(text: string): Operand {
  if (text === 'xzr' || text === 'wzr') {
    return immediate(0n);
  }
  const name = nameOf(text);
  if (name !== undefined) {
    return { fetch: `%${name}` };
  }
  return { refusal: VECTOR.test(text) ? 'float' : 'form' };
}

function memory(base: string, offset: string | undefined): Operand {
  const name = nameOf(base);
  if (name === undefined) {
    return { refusal: 'register' };
  }
  if (offset === undefined) {
    return dereference(name, 0n);
  }
  const constant = IMMEDIATE.exec(offset)?.[1];
  if (constant !== undefined) {
    return dereference(name, parseNumber(constant));
  }
  return { refusal: nameOf(offset.split(',')[0] ?? '') === undefined ? 'form' : 'index' };
}

function parseNumber(text: string): bigint {
  const value = BigInt(text.replace(/^[+-]/, ''));
  return text.startsWith('-') ? -value : value;
}
