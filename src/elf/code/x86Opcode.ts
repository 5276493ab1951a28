/** An instruction's prefixes and opcode, split as the kernel's decoder does (arch/x86/lib/insn.c). */
export interface X86Opcode {
  /** Legacy prefixes, in order. */
  readonly prefixes: readonly number[];
  /** The REX prefix; 0 where there is none. */
  readonly rex: number;
  /** A VEX prefix comes before the opcode; EVEX keeps its 0x62 as the opcode. */
  readonly vex: boolean;
  readonly opcode: number;
  /** The byte after a 0x0f. */
  readonly second?: number;
  /** What follows the opcode: ModRM, displacement, immediate. */
  readonly rest: Uint8Array;
}

const LEGACY = new Set([0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3]);
const VEX_LENGTH: Readonly<Record<number, number>> = { 0xc5: 2, 0xc4: 3 };

/** Splits the bytes of one 64-bit instruction. */
export function splitOpcode(bytes: Uint8Array): X86Opcode {
  let at = 0;
  while (LEGACY.has(bytes[at] ?? 0)) {
    at++;
  }
  const prefixes = [...bytes.subarray(0, at)];
  const maybeRex = bytes[at] ?? 0;
  const rex = (maybeRex & 0xf0) === 0x40 ? maybeRex : 0;
  at += rex === 0 ? 0 : 1;
  const vexLength = VEX_LENGTH[bytes[at] ?? 0] ?? 0;
  at += vexLength;
  const opcode = bytes[at] ?? 0;
  const isTwoByte = opcode === 0x0f && vexLength === 0;
  const second = bytes[at + 1] ?? 0;
  return {
    prefixes,
    rex,
    vex: vexLength > 0,
    opcode,
    ...(isTwoByte ? { second } : {}),
    rest: bytes.subarray(at + (isTwoByte ? 2 : 1)),
  };
}

/** `jmp`, `call` and `jcc` with a fixed target. */
export function isDirectBranch({ vex, opcode, second }: X86Opcode): boolean {
  if (second !== undefined) {
    return second >= 0x80 && second <= 0x8f;
  }
  return (
    !vex && (opcode === 0xeb || opcode === 0xe9 || opcode === 0xe8 || (opcode & 0xf0) === 0x70)
  );
}
