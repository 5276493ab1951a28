/**
 * Where an instruction goes on. `stop`: it does not (`ud2`, `hlt`, `int3`, or bytes that are no
 * instruction's). `table`: it goes to one of known places. A `call` is taken to come back.
 */
export type Flow =
  'next' | 'branch' | 'conditional' | 'indirect' | 'table' | 'return' | 'call' | 'stop';

/** One decoded instruction of a function. */
export interface Instruction {
  /** Bytes from the function's start. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly flow: Flow;
  /** Of a direct jump or call, bytes from the function's start; negative before it. */
  readonly target?: number;
}

/** Decodes a function's bytes, instruction by instruction. */
export interface Decoder {
  /** The instruction at an offset; nothing where the bytes are none or end before it does. */
  at(offset: number): Instruction | undefined;
}
