import { truncateSync, writeFileSync } from 'node:fs';
import { type BuiltSection, type BuiltSymbol, ElfBuilder, program } from '../elfBuilder';
import type { Fixtures } from '../fixtures';

/** A file made to do harm. */
export interface HostileFile {
  readonly name: string;
  readonly make: (file: string, fixtures: Fixtures) => void;
  /** `read`, or the codes that it may be refused by. */
  readonly outcome: readonly string[];
  /** It is meant to take memory: nothing else may be in the reader. */
  readonly alone?: boolean;
}

export const BUILDER = new ElfBuilder(64, true);
export const MEBI = 1 << 20;
export const GIBI = 2 ** 30;
export const MAIN: BuiltSymbol = { name: 'main', value: 0x401000n, size: 16n };
export const zeros = (size: number): Buffer => Buffer.alloc(size);

/** Sets a field of a section header, by the section's index. */
export function patchHeader(bytes: Buffer, section: number, field: number, value: bigint): Buffer {
  bytes.writeBigUInt64LE(value, Number(bytes.readBigUInt64LE(40)) + 64 * section + field);
  return bytes;
}
export const OFFSET = 24;
export const SIZE = 32;

/** A program with one more section, whose header then says that it is another size. */
export function withSection(
  section: Partial<BuiltSection>,
  symbols: readonly BuiltSymbol[] = [MAIN],
): Buffer {
  const more = [{ name: '.more', type: 1, body: zeros(64), ...section }];
  return program(symbols, { more });
}

/** A section of `size` bytes that takes no room on the disk: it lies behind everything else. */
export function sparse(bytes: Buffer, section: number, size: number): (file: string) => void {
  return file => {
    writeFileSync(
      file,
      patchHeader(patchHeader(bytes, section, OFFSET, BigInt(MEBI)), section, SIZE, BigInt(size)),
    );
    truncateSync(file, MEBI + size);
  };
}

export const write =
  (bytes: () => Buffer): HostileFile['make'] =>
  file =>
    writeFileSync(file, bytes());
