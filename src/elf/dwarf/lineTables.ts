import type { DebugSearch } from '../debugFile';
import { ElfError } from '../elfError';
import { type ElfImage, withElfImage } from '../elfImage';
import type { SymbolPlace } from '../symbolQuery';
import { DebugSections } from './debugSections';
import { filePaths } from './lineFiles';
import { readLineUnit } from './lineHeader';
import { findLineFile } from './lineImage';
import { LineMatches } from './lineMatches';
import { runLineProgram } from './lineProgram';
import { SharedRead } from './sharedRead';
import type { SourceLine } from './sourceLine';
import { UnitMap } from './unitMap';
import { readUnit } from './unitRoot';

/** Which file a program's symbols were read from: of another one in its place no lines are told. */
export interface FileIdentity {
  readonly inode: bigint;
  readonly size: bigint;
  /** ns since the epoch. */
  readonly mtime: bigint;
}

/** The lines of a program's source, by DWARF in itself or in its debug file. Keeps where units are, not what they say. */
export class LineTables {
  private readonly where = new SharedRead<Awaited<ReturnType<typeof findLineFile>>>();
  private readonly units = new UnitMap();

  constructor(
    private readonly search: DebugSearch,
    private readonly identity: FileIdentity,
  ) {}

  /** One for each place, in order; null where no line is known. Throws ElfError, or the signal's reason. */
  at(places: readonly SymbolPlace[], signal?: AbortSignal): Promise<(SourceLine | null)[]> {
    return withElfImage(this.search.path, async image => {
      const { stat } = image.file;
      const { inode, size, mtime } = this.identity;
      if (stat.ino !== inode || stat.size !== size || stat.mtimeNs !== mtime) {
        return places.map(() => null);
      }
      const addresses = places.map(place => addressOf(image, place));
      const targets = [...new Set(addresses.filter(address => address !== undefined))];
      const lines = await this.lines(image, targets, signal);
      return addresses.map(address => (address === undefined ? null : lines.get(address)) ?? null);
    });
  }

  private async lines(
    program: ElfImage,
    targets: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<number, SourceLine>> {
    const where = await this.where.get(() => findLineFile(program, this.search), signal);
    if (where === undefined || targets.length === 0) {
      return new Map();
    }
    return where === 'itself'
      ? this.linesIn(program, program, targets, signal)
      : withElfImage(where.path, image => this.linesIn(image, program, targets, signal));
  }

  private async linesIn(
    image: ElfImage,
    program: ElfImage,
    targets: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<number, SourceLine>> {
    const sections = new DebugSections(image);
    const isCode = (address: number): boolean => isCodeOf(program, address);
    const lines = new Map<number, SourceLine>();
    let read = 0;
    const { is64 } = image.header;
    for (const [unit, wanted] of await this.units.unitsOf(sections, is64, targets, signal)) {
      signal?.throwIfAborted();
      const root = (await readUnit(sections, unit))?.root;
      const section = await sections.get('.debug_line');
      if (root?.lines === undefined || !section) {
        continue;
      }
      const header = await readLineUnit(section, root.lines, is64);
      // Units have programs of their own: those of a hostile file could all have its longest.
      read += header.bytes.length;
      if (read > 2 * section.size) {
        throw new ElfError('tooLarge', 'The units of this file share their line numbers');
      }
      const matches = new LineMatches(wanted, isCode);
      runLineProgram(header, matches);
      const files = new Set([...matches.found.values()].map(({ file }) => file));
      const compiledIn = (): Promise<string> => sections.text(root.compiledIn ?? '');
      const paths = await filePaths(header, files, sections, compiledIn);
      for (const [address, { file, line, column }] of matches.found) {
        const path = paths.get(file);
        // Line 0 is of what a compiler made of no line.
        if (path !== undefined && line > 0 && Number.isSafeInteger(line + column)) {
          lines.set(address, { path, line, column });
        }
      }
    }
    return lines;
  }
}

/** Virtual; undefined for what is no code of the file. */
function addressOf({ code }: ElfImage, place: SymbolPlace): number | undefined {
  if ('address' in place) {
    return Number(place.address);
  }
  const at = place.fileOffset;
  const segment = code.find(({ offset, fileSize }) => at >= offset && at - offset < fileSize);
  return segment && Number(segment.address + at - segment.offset);
}

function isCodeOf({ code }: ElfImage, address: number): boolean {
  return code.some(
    segment =>
      address >= Number(segment.address) &&
      address < Number(segment.address) + Number(segment.fileSize),
  );
}
