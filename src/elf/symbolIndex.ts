import { setImmediate } from 'node:timers/promises';
import { AddressOrder } from './addressOrder';
import type { DebugReport } from './debugFile';
import type { DebugPlaces } from './debugPlaces';
import { ElfBytes, type FilePath } from './elfBytes';
import { type ElfFileInfo, readFileInfo } from './elfFileInfo';
import { type ElfImage, readImage } from './elfImage';
import { hasUsdt, pageBeforeNames } from './firstPage';
import { locateRows } from './locateRows';
import { lowestRows, type LowestRows } from './lowestRows';
import type { Demangler } from './names/demangler';
import { addressOf, type Segment } from './programHeaders';
import type { RowList } from './rankedRows';
import { RowBuilder } from './rowBuilder';
import { RowLists } from './rowLists';
import { RowWindow } from './rowWindow';
import { STT_FUNC, STT_GNU_IFUNC, STT_NOTYPE, type SymbolColumns } from './symbolColumns';
import {
  DEFAULT_LIMIT,
  type SymbolAt,
  type SymbolPage,
  type SymbolPlace,
  type SymbolQuery,
} from './symbolQuery';
import type { SymbolRow, SymbolTableName } from './symbolRow';
import { readSymbolTables } from './symbolTables';
import { readVersions, type SymbolVersions } from './symbolVersions';
import { mergedRows, type SymbolList } from './usdt/mergedRows';
import { UsdtTable } from './usdt/usdtTable';
import { judge, PROBEABLE } from './verdicts';

const MAX_LIMIT = 1000;
/** Rows looked at backwards for a function that spans a place. */
const MAX_LOOK_BACK = 64;

/** What a file's tables hold, in numbers. */
export interface SymbolCounts {
  /** Tables that rows come from; none for a stripped static program. */
  readonly tables: readonly SymbolTableName[];
  /** Path of the separate debug file, where one is among them. */
  readonly debugFile?: string;
  /** How that was found, and which others were not used. */
  readonly debug: DebugReport;
  /** How many of the rows are USDT probes; left out for none. */
  readonly usdtProbes?: number;
  /** All rows. */
  readonly symbols: number;
  /** Defined functions, resolvers included. */
  readonly functions: number;
  /** Rows on whose first byte a uprobe may be placed. */
  readonly probeable: number;
}

/** What is known of a file's symbols at first. */
export interface SymbolsAtFirst {
  readonly info: ElfFileInfo;
  readonly counts: SymbolCounts;
  /** The first rows of the empty query, where they were there before the names (see firstPage.ts). */
  readonly page?: SymbolPage;
  /** Rejects with ElfError where the names could not be read. */
  readonly index: Promise<SymbolIndex>;
}

/** The symbols of one file, in memory; the file itself is closed again. */
export class SymbolIndex {
  readonly counts: SymbolCounts;
  readonly #order: AddressOrder;
  readonly #rows: RowBuilder;
  readonly #lists: RowLists;

  private constructor(
    readonly info: ElfFileInfo,
    private readonly image: Pick<ElfImage, 'header' | 'table' | 'code'>,
    private readonly columns: SymbolColumns,
    versions: SymbolVersions | undefined,
    demangler: Demangler | undefined,
    debug: DebugReport,
    private readonly usdt: UsdtTable | undefined,
  ) {
    this.counts = withUsdt(count(columns, debug), usdt);
    this.#order = new AddressOrder(columns);
    this.#rows = new RowBuilder(columns, this.#order, image, versions, info, demangler);
    this.#lists = new RowLists(columns, this.#order, demangler);
  }

  /**
   * Throws ElfError. Without a demangler names are as in the file; without places no separate debug file
   * is looked for, in the system's neither.
   */
  static async open(
    path: FilePath,
    demangler?: Demangler,
    places?: DebugPlaces,
  ): Promise<SymbolIndex> {
    return (await SymbolIndex.begin(path, demangler, places)).index;
  }

  /** As `open`, but gives what is known before the names are read, which takes longest in a large file. */
  static async begin(
    path: FilePath,
    demangler?: Demangler,
    places?: DebugPlaces,
  ): Promise<SymbolsAtFirst> {
    const file = await ElfBytes.open(path);
    let reading: Promise<unknown> | undefined;
    try {
      const image = await readImage(file);
      const info = await readFileInfo(image);
      let report: DebugReport = { refused: [] };
      const versions = await readVersions(image);
      const { columns, names } = await readSymbolTables(
        image,
        versions,
        places && { path, places, report: found => (report = found) },
      );
      judge(image, columns);
      const isWhole = !names || (await hasUsdt(image));
      if (isWhole) {
        await names?.read();
      }
      const usdt = isWhole ? await UsdtTable.read(image, columns) : undefined;
      const { header, table, code } = image;
      const parts = { header, table, code };
      const index = new SymbolIndex(info, parts, columns, versions, demangler, report, usdt);
      const { counts } = index;
      if (isWhole) {
        return { info, counts, index: Promise.resolve(index) };
      }
      const lowest = lowestRows(columns, image.code, DEFAULT_LIMIT);
      const page = await pageBeforeNames(columns, names, () => index.#firstPage(lowest));
      reading = Promise.all([names.read(), index.#prepare()]).finally(() => file.close());
      const whole = reading.then(() => index);
      // Whoever asks for it hears why it failed.
      whole.catch(() => undefined);
      return { info, counts, page, index: whole };
    } finally {
      if (!reading) {
        await file.close();
      }
    }
  }

  /** The sorts, while names are read; who asks for the first page meanwhile waits for one of them at most. */
  async #prepare(): Promise<void> {
    await setImmediate();
    this.#order.prepare();
    await setImmediate();
    this.#lists.prepareSearch();
  }

  /** The empty query's, by address only as far as it reaches. */
  async #firstPage(lowest: LowestRows | undefined): Promise<SymbolPage> {
    if (!lowest) {
      return this.query({ text: '' });
    }
    const builder = this.#rows.with(lowest.order);
    const rows = Array.from(lowest.rows, row => builder.row(row));
    return { total: this.counts.symbols, rows };
  }

  /** Rejects with the signal's reason soon after it is aborted. */
  async query(query: SymbolQuery, signal?: AbortSignal): Promise<SymbolPage> {
    const { rows: symbols, partial } = await this.#lists.list(query, signal);
    const probes = (await this.usdt?.list(query, signal)) ?? [];
    const list = mergedRows(query, this.#listOf(symbols), probes);
    const offset = Math.max(0, query.offset ?? 0);
    const limit = Math.min(Math.max(0, query.limit ?? DEFAULT_LIMIT), MAX_LIMIT);
    const rows: SymbolRow[] = [];
    for (let at = offset; at < Math.min(offset + limit, list.length); at++) {
      const place = query.descending ? list.length - 1 - at : at;
      rows.push(list.row(place));
    }
    const positions = query.locate && locateRows(query, symbols, probes, list);
    return {
      total: list.length,
      rows,
      ...(partial && { partial }),
      ...(positions && { positions }),
    };
  }

  /** The USDT probe that has a site at a file offset, where it may be probed. */
  usdtAt(fileOffset: bigint): SymbolRow | undefined {
    return this.usdt?.at(fileOffset);
  }

  /** The function that holds a place: the nearest one before it whose extent reaches it. */
  symbolAt(place: SymbolPlace): SymbolAt | undefined {
    const address =
      'address' in place ? place.address : addressOf(this.image.code, place.fileOffset);
    if (address === undefined) {
      return undefined;
    }
    const end = this.#order.lowerBound(address + 1n);
    const near = this.#order.sorted.subarray(Math.max(0, end - MAX_LOOK_BACK), end);
    for (const index of near.toReversed()) {
      if (isCode(this.columns, index)) {
        const row = this.#rows.row(index);
        if (address - row.address < row.size) {
          return { row, delta: address - row.address };
        }
      }
    }
    return undefined;
  }

  /** Executable segments, cut to the bytes the file had. */
  get code(): readonly Segment[] {
    return this.image.code;
  }

  /** Rows by their `index`; what is none is left out. */
  rowsAt(indexes: readonly number[]): SymbolRow[] {
    const { length } = this.columns;
    return indexes
      .filter(index => Number.isInteger(index) && index >= 0)
      .flatMap(index =>
        index < length ? this.#rows.row(index) : (this.usdt?.rows[index - length] ?? []),
      );
  }

  #listOf(list: RowList): SymbolList {
    const { columns } = this;
    const rows = new RowWindow(list);
    return {
      length: list.length,
      row: at => this.#rows.row(rows.at(at)),
      name: at => this.#rows.name(rows.at(at)),
      address: at => this.#order.key(rows.at(at)),
      size: at => columns.size(rows.at(at)),
      symbolPlace: at => at,
      probePlace: () => -1,
    };
  }

  /** Rows with exactly this name that are defined in this file. */
  async definitions(name: string): Promise<readonly SymbolRow[]> {
    const { rows } = await this.query({ text: name, limit: MAX_LIMIT });
    return rows.filter(
      row => row.name === name && (row.uprobe.ok || row.uprobe.code !== 'undefined'),
    );
  }
}

function isCode(columns: SymbolColumns, row: number): boolean {
  const type = columns.type(row);
  return (
    type === STT_FUNC ||
    type === STT_GNU_IFUNC ||
    (type === STT_NOTYPE && columns.verdict[row] === PROBEABLE)
  );
}

function withUsdt(counts: SymbolCounts, usdt: UsdtTable | undefined): SymbolCounts {
  if (!usdt) {
    return counts;
  }
  const { rows } = usdt;
  return {
    ...counts,
    usdtProbes: rows.length,
    symbols: counts.symbols + rows.length,
    probeable: counts.probeable + rows.filter(row => row.uprobe.ok).length,
  };
}

function count(columns: SymbolColumns, debug: DebugReport): SymbolCounts {
  let functions = 0;
  let probeable = 0;
  for (let row = 0; row < columns.length; row++) {
    const type = columns.type(row);
    if ((type === STT_FUNC || type === STT_GNU_IFUNC) && !columns.isUndefined(row)) {
      functions++;
    }
    if (columns.verdict[row] === PROBEABLE) {
      probeable++;
    }
  }
  const tables: SymbolTableName[] = [];
  if (columns.firstLength > 0) {
    tables.push(columns.firstTable);
  }
  if (columns.length > columns.firstLength) {
    tables.push('dynsym');
  }
  const { length: symbols, firstFile: debugFile } = columns;
  return { tables, ...(debugFile && { debugFile }), debug, symbols, functions, probeable };
}
