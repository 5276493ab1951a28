import type { AddressOrder } from './addressOrder';
import type { ElfImage } from './elfImage';
import type { Demangler } from './names/demangler';
import { mangledName } from './names/demangledNames';
import { fileOffsetOf } from './programHeaders';
import {
  STB_LOCAL,
  STT_COMMON,
  STT_FUNC,
  STT_GNU_IFUNC,
  STT_NOTYPE,
  STT_OBJECT,
  STT_TLS,
  type SymbolColumns,
} from './symbolColumns';
import type { SymbolBinding, SymbolRow, SymbolType, Verdict } from './symbolRow';
import type { SymbolVersions } from './symbolVersions';
import { refusalOf } from './verdicts';

const TYPES = new Map<number, SymbolType>([
  [STT_NOTYPE, 'notype'],
  [STT_OBJECT, 'object'],
  [STT_FUNC, 'func'],
  [STT_COMMON, 'common'],
  [STT_TLS, 'tls'],
  [STT_GNU_IFUNC, 'ifunc'],
]);
const BINDINGS = new Map<number, SymbolBinding>([
  [0, 'local'],
  [1, 'global'],
  [2, 'weak'],
  [10, 'unique'],
]);
const MAX_ALIASES = 8;
/** A part of a function that gcc or clang moved away: `parse.cold`, `parse.cold.3`. */
const COLD_PART = /\.cold(\.\d+)?$/;
/** Rows looked at for the end of a symbol without a size; past them its section's end bounds it. */
export const MAX_LOOK_AHEAD = 256;

/** What rows are made of. */
export interface RowParts {
  readonly info: { readonly needed: readonly string[]; readonly isGo: boolean };
  readonly image: Pick<ElfImage, 'header' | 'table' | 'code'>;
  readonly columns: SymbolColumns;
  readonly versions: SymbolVersions | undefined;
}

/** Makes rows of columns, one at a time, for what is shown. */
export class RowBuilder {
  private readonly image: RowParts['image'];
  private readonly columns: SymbolColumns;

  /** @param order reaches as far as the rows that are made need */
  constructor(
    private readonly parts: RowParts,
    private readonly order: AddressOrder,
    private readonly demangler?: Demangler,
  ) {
    this.image = parts.image;
    this.columns = parts.columns;
  }

  row(index: number): SymbolRow {
    const { columns, image } = this;
    const [name, version] = this.#name(index);
    const fileOffset = this.#fileOffset(index);
    const uprobe = this.#verdict(index);
    return {
      index,
      name,
      ...this.#demangled(index),
      ...(version !== undefined && { version }),
      address: columns.address(index),
      ...(fileOffset !== undefined && { fileOffset }),
      size: columns.size(index) || this.#bound(index),
      sizeKnown: columns.size(index) !== 0n,
      binding: BINDINGS.get(columns.binding(index)) ?? 'other',
      type: TYPES.get(columns.type(index)) ?? 'other',
      section: columns.special[index] ? '' : image.table.name(columns.section[index] ?? 0),
      ...this.#source(index),
      ...this.#sourceFile(index),
      aliases: this.#aliases(index),
      uprobe,
      uretprobe: uprobe.ok ? this.#returnVerdict(index, name) : uprobe,
    };
  }

  name(index: number): string {
    return this.#name(index)[0];
  }

  /** Without the version that `.symtab` writes behind it, and that version. */
  #name(index: number): [string, string | undefined] {
    const { nameOffset, version, special } = this.columns;
    const text = this.columns.text(nameOffset[index] ?? 0);
    const mark = text.indexOf('@', 1);
    if (mark >= 0) {
      return [text.slice(0, mark), text.slice(mark)];
    }
    // The absolute symbols are the versions themselves.
    return [text, special[index] ? undefined : this.parts.versions?.suffix(version[index] ?? 0)];
  }

  #demangled(index: number): { demangled?: string } {
    const text = this.demangler?.demangle(mangledName(this.columns, index));
    return text ? { demangled: Buffer.from(text).toString() } : {};
  }

  #verdict(index: number): Verdict {
    const code = refusalOf(this.columns.verdict[index] ?? 0);
    if (code === undefined) {
      return { ok: true };
    }
    if (code !== 'undefined') {
      return { ok: false, code };
    }
    const likeliest = this.parts.versions?.library(this.columns.version[index] ?? 0);
    const { needed } = this.parts.info;
    return {
      ok: false,
      code,
      libraries: likeliest ? [likeliest, ...needed.filter(name => name !== likeliest)] : needed,
    };
  }

  #returnVerdict(index: number, name: string): Verdict {
    if (this.parts.info.isGo) {
      return { ok: false, code: 'goBinary' };
    }
    const { entry } = this.image.header;
    const isEntry = entry !== 0n && this.columns.address(index) === entry;
    return isEntry || COLD_PART.test(name) ? { ok: false, code: 'notCalled' } : { ok: true };
  }

  #fileOffset(index: number): bigint | undefined {
    const code = refusalOf(this.columns.verdict[index] ?? 0);
    return code === undefined || code === 'ifunc' || code === 'writableSegment'
      ? fileOffsetOf(this.image.code, this.columns.address(index))
      : undefined;
  }

  /** Bytes from a symbol without a size to the next one, the end of its section or its segment. */
  #bound(index: number): bigint {
    const { columns, image, order } = this;
    const address = columns.address(index);
    const sectionIndex = columns.section[index] ?? 0;
    const section = columns.special[index] ? undefined : image.table.sections[sectionIndex];
    const segment = image.code.find(s => address >= s.address && address - s.address < s.fileSize);
    if (columns.isUndefined(index) || (!section && !segment)) {
      return 0n;
    }
    const lengths = [
      order.nextInSection(address, sectionIndex, MAX_LOOK_AHEAD),
      section && section.address + section.size,
      segment && segment.address + segment.fileSize,
    ]
      .filter((end): end is bigint => end !== undefined && end > address)
      .map(end => end - address);
    return lengths.reduce((least, length) => (length < least ? length : least), lengths[0] ?? 0n);
  }

  #source(index: number): Pick<SymbolRow, 'table' | 'debugFile'> {
    const { firstLength, firstTable: table, firstFile: debugFile } = this.columns;
    return index < firstLength ? { table, ...(debugFile && { debugFile }) } : { table: 'dynsym' };
  }

  /** Static functions of one name are told apart by it. */
  #sourceFile(index: number): { sourceFile?: string } {
    const { columns } = this;
    const isStatic = columns.binding(index) === STB_LOCAL && index < columns.firstLength;
    const name = isStatic ? columns.sourceFiles.nameOf(index) : undefined;
    const sourceFile = name === undefined ? '' : columns.text(name);
    return sourceFile === '' ? {} : { sourceFile };
  }

  #aliases(index: number): string[] {
    const { columns, order } = this;
    if (columns.isUndefined(index)) {
      return [];
    }
    const aliases: string[] = [];
    for (let at = order.lowerBound(columns.address(index)); aliases.length < MAX_ALIASES; at++) {
      const row = order.sorted[at];
      if (row === undefined || !columns.sameAddress(row, index)) {
        break;
      }
      if (row !== index && columns.section[row] === columns.section[index]) {
        aliases.push(this.name(row));
      }
    }
    return aliases;
  }
}
