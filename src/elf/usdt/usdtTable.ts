import { AddressOrder } from '../addressOrder';
import { ElfError } from '../elfError';
import type { ElfImage } from '../elfImage';
import { RowLists } from '../rowLists';
import { SymbolColumns } from '../symbolColumns';
import type { SymbolQuery } from '../symbolQuery';
import type { SymbolRow } from '../symbolRow';
import { PROBEABLE } from '../verdicts';
import { dataAddress } from './dataSymbols';
import { readStapNotes } from './stapNotes';
import { usdtRows } from './usdtRows';

/** Any value of the `verdict` column that is not PROBEABLE. */
const REFUSED = 0xff;

/** The USDT probes of a file. They are searched and sorted as symbols are, by `provider:name`. */
export class UsdtTable {
  readonly #lists: RowLists;
  readonly #byOffset: ReadonlyMap<bigint, SymbolRow>;

  private constructor(readonly rows: readonly SymbolRow[]) {
    const columns = columnsOf(rows);
    this.#lists = new RowLists(columns, new AddressOrder(columns));
    this.#byOffset = new Map(
      rows.flatMap(row => row.usdt?.sites.map(site => [site.fileOffset, row] as const) ?? []),
    );
  }

  /**
   * Nothing where there are none. Damaged notes must not hide the symbols: they are none.
   * @param columns the file's symbols; its rows' indexes come before those of the probes
   */
  static async read(image: ElfImage, columns: SymbolColumns): Promise<UsdtTable | undefined> {
    try {
      const rows = await usdtRows(await readStapNotes(image), {
        image,
        addressOf: symbol => dataAddress(columns, symbol),
        firstIndex: columns.length,
      });
      return rows.length > 0 ? new UsdtTable(rows) : undefined;
    } catch (error) {
      if (error instanceof ElfError) {
        return undefined;
      }
      throw error;
    }
  }

  /** The rows of a query, in its order. Rejects as SymbolIndex.query does. */
  async list(query: SymbolQuery, signal?: AbortSignal): Promise<SymbolRow[]> {
    const { rows } = await this.#lists.list(query, signal);
    return [...rows.slice(0, rows.length)].flatMap(row => this.rows[row] ?? []);
  }

  /** The probe that has a site at a file offset where it may be probed. */
  at(fileOffset: bigint): SymbolRow | undefined {
    return this.#byOffset.get(fileOffset);
  }
}

function columnsOf(rows: readonly SymbolRow[]): SymbolColumns {
  const text = Buffer.from(rows.map(row => `${row.name}\0`).join(''));
  const columns = new SymbolColumns(rows.length, text.length);
  text.copy(columns.names);
  let nameOffset = 0;
  rows.forEach((row, i) => {
    columns.nameOffset[i] = nameOffset;
    nameOffset += Buffer.byteLength(row.name) + 1;
    columns.addressLow[i] = Number(row.address & 0xffffffffn);
    columns.addressHigh[i] = Number(row.address >> 32n);
    // Of no section that says anything, but defined.
    columns.section[i] = 1;
    columns.verdict[i] = row.uprobe.ok ? PROBEABLE : REFUSED;
  });
  columns.length = rows.length;
  return columns;
}
