import { run } from './fixtures';

/** One line of `readelf -Ws`. */
export interface TrueSymbol {
  readonly table: 'symtab' | 'dynsym';
  readonly name: string;
  /** `@V`, `@@V` as readelf prints it. */
  readonly version: string;
  readonly address: bigint;
  readonly size: bigint;
  readonly type: string;
  readonly binding: string;
  readonly section: string;
  /** The last symbol of type FILE before it, `''` for none. */
  readonly sourceFile: string;
}

const LINE =
  /^\s*\d+: ([0-9a-f]+)\s+(0x[0-9a-f]+|\d+) (\S+)\s+(\S+)\s+\S+\s+(?:\[.*\]\s+)?(\S+) ?(.*)$/;

/** All symbols that GNU readelf sees in a file. */
export function readelfSymbols(file: string): TrueSymbol[] {
  const symbols: TrueSymbol[] = [];
  let table: 'symtab' | 'dynsym' = 'symtab';
  let sourceFile = '';
  for (const line of run('readelf', ['-Ws', file]).split('\n')) {
    if (line.startsWith('Symbol table')) {
      table = line.includes('.dynsym') ? 'dynsym' : 'symtab';
    }
    const [, address, size, type, binding, section, text] = LINE.exec(line) ?? [];
    if (type === 'FILE') {
      sourceFile = text ?? '';
    }
    if (address === undefined || !text) {
      continue;
    }
    // A needed version is followed by its number: `puts@GLIBC_2.2.5 (2)`.
    const [, name = '', version = ''] = /^(.[^@]*)(@.*?)?(?: \(\d+\))?$/.exec(text) ?? [];
    symbols.push({
      table,
      name,
      version,
      address: BigInt(`0x${address}`),
      size: BigInt(size!),
      type: type!,
      binding: binding!,
      section: section!,
      sourceFile,
    });
  }
  return symbols;
}

/** File offset of an address by the section that holds it, as `readelf -S` lists sections. */
export function offsetBySections(file: string): (address: bigint) => bigint | undefined {
  const sections = [
    ...run('readelf', ['-WS', file]).matchAll(
      /^\s*\[ *\d+\] (\S*)\s+(\S+)\s+([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) \d+\s+(\w*)/gm,
    ),
  ].map(([, , type, address, offset, size, flags]) => ({
    loaded: flags!.includes('A') && type !== 'NOBITS',
    address: BigInt(`0x${address!}`),
    offset: BigInt(`0x${offset!}`),
    size: BigInt(`0x${size!}`),
  }));
  return address => {
    const section = sections.find(
      s => s.loaded && address >= s.address && address < s.address + s.size,
    );
    return section && section.offset + address - section.address;
  };
}
