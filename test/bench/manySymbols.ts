import { closeSync, openSync, writeSync } from 'node:fs';
import { ElfBuilder } from '../unit/elf/support/elfBuilder';

const AREAS = ['net', 'cache', 'parser', 'session', 'render', 'storage', 'codec', 'scheduler'];
const VERBS = ['open', 'close', 'read', 'write', 'flush', 'resolve', 'validate', 'encode'];

/** A mangled-looking name, different for each number and some 45 bytes long. */
function nameOf(i: number): string {
  const area = AREAS[i % 8]!;
  const verb = VERBS[(i >> 3) % 8]!;
  return `_ZN10probescope${area.length}${area}7Handler${verb.length + 7}${verb}${i
    .toString(36)
    .padStart(7, '0')}EPKcj`;
}

/** Writes a program of `count` functions of 16 bytes, in a shuffled symbol table. */
export function writeManySymbols(file: string, count: number): void {
  const names: Buffer[] = [Buffer.from('\0')];
  const table = Buffer.alloc(24 * (count + 1));
  let nameOffset = 1;
  for (let i = 0; i < count; i++) {
    const name = Buffer.from(`${nameOf(i)}\0`);
    names.push(name);
    // 7919 is prime to any count used: every place is taken once.
    const at = 24 * (1 + ((i * 7919) % count));
    table.writeUInt32LE(nameOffset, at);
    table[at + 4] = 0x12;
    table.writeUInt16LE(1, at + 6);
    table.writeBigUInt64LE(0x400000n + BigInt(i) * 16n, at + 8);
    table.writeBigUInt64LE(16n, at + 16);
    nameOffset += name.length;
  }
  const builder = new ElfBuilder(64, true);
  const code = Buffer.alloc(16 * count, 0xc3);
  const bytes = builder.file(
    [
      { name: '.text', type: 1, flags: 6n, address: 0x400000n, body: code },
      { name: '.symtab', type: 2, link: 3, entrySize: 24, body: table },
      { name: '.strtab', type: 3, body: Buffer.concat(names) },
    ],
    [
      {
        type: 1,
        flags: 5,
        offset: builder.bodyOffset(1),
        address: 0x400000n,
        fileSize: BigInt(code.length),
      },
    ],
  );
  // bpftrace lists only what may be executed.
  const fd = openSync(file, 'w', 0o755);
  writeSync(fd, bytes);
  closeSync(fd);
}
