import { setImmediate } from 'node:timers/promises';
import { AddressOrder } from './addressOrder';
import type { DebugPlaces } from './debugPlaces';
import { ElfBytes, type FilePath } from './elfBytes';
import type { ElfFileInfo } from './elfFileInfo';
import type { ElfImage } from './elfImage';
import { type FileSymbols, readFileSymbols } from './fileSymbols';
import { firstPage, hasUsdt } from './firstPage';
import { locateRows } from './locateRows';
import type { Demangler } from './names/demangler';
import { addressOf, type Segment } from './programHeaders';
import type { RowList } from './rankedRows';
import { RowBuilder } from './rowBuilder';
import { RowLists } from './rowLists';
import { RowWindow } from './rowWindow';
import { STT_FUNC, STT_GNU_IFUNC, STT_NOTYPE, type SymbolColumns } from './symbolColumns';
import { countSymbols, type SymbolCounts, type SymbolSources, symbolSources } from './symbolCounts';
import {
  DEFAULT_LIMIT,
  type SymbolAt,
  type SymbolPage,
  type SymbolPlace,
  type SymbolQuery,
} from './symbolQuery';
import type { SymbolRow } from './symbolRow';
import { mergedRows, type SymbolList } from './usdt/mergedRows';
import { UsdtTable } from './usdt/usdtTable';
import { judge, PROBEABLE } from './verdicts';

const MAX_LIMIT = 1000;
/** Rows looked at backwards for a function that spans a place. */
const MAX_LOOK_BACK = 64;

/** What is known of a file's symbols at first. */
export interface SymbolsAtFirst {
  readonly info: ElfFileInfo;
  readonly sources: SymbolSources;
  /** The first rows of the empty query, where they were there before all is read (see firstPage.ts). */
  readonly page?: SymbolPage;
  /** Rejects with ElfError where the rest could not be read. */
  readonly index: Promise<SymbolIndex>;
}

/** The symbols of one file, in memory; the file itself is closed again. */
export class SymbolIndex {
  readonly info: ElfFileInfo;
  readonly counts: SymbolCounts;
  private readonly image: Pick<ElfImage, 'header' | 'table' | 'code'>;
  private readonly columns: SymbolColumns;
  readonly #order: AddressOrder;
  readonly #rows: RowBuilder;
  readonly #lists: RowLists;

  private constructor(
    { info, image, columns, versions, debug }: FileSymbols,
    demangler: Demangler | undefined,
    private readonly usdt: UsdtTable | undefined,
  ) {
    // The file itself is not held.
    const { header, table, code } = image;
    this.image = { header, table, code };
    this.info = info;
    this.columns = columns;
    this.counts = countSymbols(columns, debug, usdt);
    this.#order = new AddressOrder(columns);
    this.#rows = new RowBuilder(
      { image: this.image, columns, versions, info },
      this.#order,
      demangler,
    );
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
    const file = ElfBytes.openInThread(path);
    let isReading = false;
    try {
      const symbols = await readFileSymbols(file, path, places);
      const { info, names, image, columns, debug } = symbols;
      const sources = symbolSources(columns, debug);
      const isNamed = !names || (await hasUsdt(image));
      const page = isNamed ? undefined : await firstPage(symbols, names, demangler);
      const whole = SymbolIndex.#whole(symbols, isNamed, demangler);
      if (!page) {
        const index = await whole;
        return { info, sources: index.counts, index: Promise.resolve(index) };
      }
      isReading = true;
      const index = whole.finally(() => file.close());
      // Whoever asks for it hears why it failed.
      index.catch(() => undefined);
      return { info, sources, page, index };
    } finally {
      if (!isReading) {
        await file.close();
      }
    }
  }

  /** Reads what was left for later. @param isNamed names tell more than what is shown */
  static async #whole(
    symbols: FileSymbols,
    isNamed: boolean,
    demangler: Demangler | undefined,
  ): Promise<SymbolIndex> {
    const { image, columns, names } = symbols;
    const reading = names?.read();
    if (isNamed || names?.areMerged === false) {
      // What waits for the first page comes before.
      await setImmediate();
      names?.beginMerge();
      await reading;
      await names?.merge();
    }
    await setImmediate();
    judge(image, columns);
    const index = new SymbolIndex(symbols, demangler, await UsdtTable.read(image, columns));
    await index.#prepare();
    await reading;
    return index;
  }

  /** The sorts, while names are read; other requests wait for one of them at most. */
  async #prepare(): Promise<void> {
    await setImmediate();
    this.#order.prepare();
    await setImmediate();
    this.#lists.prepareSearch();
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
