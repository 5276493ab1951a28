import { BUILDER, MEBI, OFFSET, SIZE, zeros } from './hostileFile';

/** As many symbols as a table may have, all of one name. */
export function manySymbols(count: number, name = 'a'): Buffer {
  const table = Buffer.alloc(24 * (count + 1));
  for (let index = 1; index <= count; index++) {
    table.writeUInt32LE(1, 24 * index);
    table[24 * index + 4] = 0x12;
    table[24 * index + 6] = 1;
    table.writeUInt32LE(0x401000 + (index % 64), 24 * index + 8);
  }
  return BUILDER.file(
    [
      { name: '.text', type: 1, flags: 6n, address: 0x401000n, body: zeros(64) },
      { name: '.symtab', type: 2, link: 3, entrySize: 24, body: table },
      { name: '.strtab', type: 3, body: Buffer.from(`\0${name}\0`) },
    ],
    [{ type: 1, flags: 5, offset: BUILDER.bodyOffset(1), address: 0x401000n, fileSize: 64n }],
  );
}

/** Section headers whose names all begin in a text of megabytes without an end. */
export function manySections(count: number): Buffer {
  const bytes = BUILDER.file([{ name: '.text', type: 1, body: zeros(64) }], []);
  const header = Buffer.alloc(64);
  header.writeUInt32LE(1, 4);
  const names = Buffer.alloc(64);
  names.writeUInt32LE(3, 4);
  const text = Buffer.alloc(4 * MEBI, 'a');
  const headers = Buffer.concat([Buffer.alloc(64), names, ...Array<Buffer>(count).fill(header)]);
  for (let index = 0; index < count; index++) {
    headers.writeUInt32LE(index * 8, 64 * (index + 2));
  }
  bytes.writeBigUInt64LE(BigInt(bytes.length + text.length), 40);
  bytes.writeUInt16LE(0, 60);
  bytes.writeUInt16LE(1, 62);
  headers.writeBigUInt64LE(BigInt(count + 2), SIZE);
  headers.writeBigUInt64LE(BigInt(bytes.length), 64 + OFFSET);
  headers.writeBigUInt64LE(BigInt(text.length), 64 + SIZE);
  return Buffer.concat([bytes, text, headers]);
}
