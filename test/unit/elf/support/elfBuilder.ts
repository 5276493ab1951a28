/** A section of a built file. Its bytes follow the headers, in order. */
export interface BuiltSection {
  readonly name: string;
  readonly type: number;
  readonly flags?: bigint;
  readonly address?: bigint;
  readonly body: Uint8Array;
  /** Index as in the file: 0 is the null section, 1 the first given. */
  readonly link?: number;
  readonly entrySize?: number;
  /** Default 1. */
  readonly alignment?: number;
  /** Overrides what the header says of its length. */
  readonly size?: bigint;
}

export interface BuiltSegment {
  readonly type: number;
  readonly flags: number;
  readonly offset: bigint;
  readonly address: bigint;
  readonly fileSize: bigint;
  readonly memorySize?: bigint;
}

export interface BuiltSymbol {
  readonly name: string;
  readonly value: bigint;
  readonly size?: bigint;
  /** (binding << 4) | type, default a global function. */
  readonly info?: number;
  readonly section?: number;
}

/** Writes ELF files of any class and byte order, for what no compiler here makes. */
export class ElfBuilder {
  constructor(
    readonly bits: 32 | 64,
    readonly littleEndian: boolean,
  ) {}

  /** ELF header, program headers, section bodies, section names, section headers. */
  file(
    sections: readonly BuiltSection[],
    segments: readonly BuiltSegment[],
    header: { type?: number; machine?: number } = {},
  ): Buffer {
    const names = stringTable(['.shstrtab', ...sections.map(({ name }) => name)]);
    const all: BuiltSection[] = [...sections, { name: '.shstrtab', type: 3, body: names.bytes }];
    const phoff = this.bits === 64 ? 64 : 52;
    let at = phoff + segments.length * (this.bits === 64 ? 56 : 32);
    const offsets = all.map(({ body }) => {
      const offset = at;
      at += body.length;
      return offset;
    });
    const headers = [
      Buffer.alloc(this.bits === 64 ? 64 : 40),
      ...all.map((section, i) =>
        this.#section(section, names.offset(section.name), BigInt(offsets[i]!)),
      ),
    ];
    return Buffer.concat([
      this.#header(header, phoff, segments.length, at, headers.length),
      ...segments.map(segment => this.#segment(segment)),
      ...all.map(({ body }) => body),
      ...headers,
    ]);
  }

  /** File offset of the first section's body. */
  bodyOffset(segments: number): bigint {
    return BigInt(this.bits === 64 ? 64 + 56 * segments : 52 + 32 * segments);
  }

  /** A symbol table and its string table; the null symbol is added. */
  symbols(symbols: readonly BuiltSymbol[]): { table: Buffer; strings: Buffer } {
    const names = stringTable(symbols.map(({ name }) => name));
    const entries = symbols.map(symbol => {
      const { value, size = 0n, info = 0x12, section = 1 } = symbol;
      const name = names.offset(symbol.name);
      return this.bits === 64
        ? this.#pack([4, name], [1, info], [1, 0], [2, section], [8, value], [8, size])
        : this.#pack([4, name], [4, value], [4, size], [1, info], [1, 0], [2, section]);
    });
    const empty = Buffer.alloc(this.bits === 64 ? 24 : 16);
    return { table: Buffer.concat([empty, ...entries]), strings: names.bytes };
  }

  #header(
    { type = 2, machine = 62 }: { type?: number; machine?: number },
    phoff: number,
    phnum: number,
    shoff: number,
    shnum: number,
  ): Buffer {
    const w = this.bits / 8;
    const ident = [0x7f, 0x45, 0x4c, 0x46, this.bits / 32, this.littleEndian ? 1 : 2, 1];
    const [ehsize, phsize, shsize] = this.bits === 64 ? [64, 56, 64] : [52, 32, 40];
    return Buffer.concat([
      Buffer.from([...ident, ...Array<number>(9).fill(0)]),
      this.#pack([2, type], [2, machine], [4, 1], [w, 0], [w, phoff], [w, shoff], [4, 0]),
      this.#pack([2, ehsize], [2, phsize], [2, phnum], [2, shsize], [2, shnum], [2, shnum - 1]),
    ]);
  }

  #segment({ type, flags, offset, address, fileSize, memorySize }: BuiltSegment): Buffer {
    const memory = memorySize ?? fileSize;
    return this.bits === 64
      ? this.#pack(
          [4, type],
          [4, flags],
          [8, offset],
          [8, address],
          [8, address],
          [8, fileSize],
          [8, memory],
          [8, 1],
        )
      : this.#pack(
          [4, type],
          [4, offset],
          [4, address],
          [4, address],
          [4, fileSize],
          [4, memory],
          [4, flags],
          [4, 1],
        );
  }

  #section(section: BuiltSection, name: number, offset: bigint): Buffer {
    const { type, flags = 0n, address = 0n, body, link = 0, entrySize = 0, size } = section;
    const { alignment = 1 } = section;
    const w = this.bits / 8;
    return this.#pack(
      [4, name],
      [4, type],
      [w, flags],
      [w, address],
      [w, offset],
      [w, size ?? body.length],
      [4, link],
      [4, 0],
      [w, alignment],
      [w, entrySize],
    );
  }

  /** Numbers of 1 to 8 bytes in the file's byte order. */
  #pack(...fields: readonly (readonly [number, number | bigint])[]): Buffer {
    return Buffer.concat(
      fields.map(([length, value]) => {
        const wide = Buffer.alloc(8);
        if (this.littleEndian) {
          wide.writeBigUInt64LE(BigInt(value));
          return wide.subarray(0, length);
        }
        wide.writeBigUInt64BE(BigInt(value));
        return wide.subarray(8 - length);
      }),
    );
  }
}

function stringTable(names: readonly string[]): { bytes: Buffer; offset(name: string): number } {
  const offsets = new Map<string, number>();
  const parts: string[] = [''];
  let at = 1;
  for (const name of names) {
    if (!offsets.has(name)) {
      offsets.set(name, at);
      parts.push(name);
      at += Buffer.byteLength(name) + 1;
    }
  }
  return {
    bytes: Buffer.from(`${parts.join('\0')}\0`),
    offset: name => offsets.get(name) ?? 0,
  };
}

/** A program of one code section at `address` with the given symbols, for the tests of one fact each. */
export function program(
  symbols: readonly BuiltSymbol[],
  options: {
    readonly builder?: ElfBuilder;
    readonly address?: bigint;
    readonly segment?: Partial<BuiltSegment>;
    readonly code?: Partial<BuiltSection>;
    readonly more?: readonly BuiltSection[];
    readonly header?: { type?: number; machine?: number };
  } = {},
): Buffer {
  const { builder = new ElfBuilder(64, true), address = 0x401000n } = options;
  const { table, strings } = builder.symbols(symbols);
  const body = Buffer.alloc(64, 0xc3);
  const segment: BuiltSegment = {
    type: 1,
    flags: 5,
    offset: builder.bodyOffset(1),
    address,
    fileSize: BigInt(body.length),
    ...options.segment,
  };
  return builder.file(
    [
      { name: '.text', type: 1, flags: 6n, address, body, ...options.code },
      { name: '.symtab', type: 2, link: 3, entrySize: builder.bits === 64 ? 24 : 16, body: table },
      { name: '.strtab', type: 3, body: strings },
      ...(options.more ?? []),
    ],
    [segment],
    options.header,
  );
}
