import type { SymbolColumns } from './symbolColumns';
import type { SymbolTableName } from './symbolRow';
import type { SymbolVersions } from './symbolVersions';

/** A table of symbols that is checked and ready to become rows. */
export interface RowSource {
  readonly table: SymbolTableName;
  /** The separate file it is in, if it is. */
  readonly file?: string;
  /** The most rows it can make. */
  readonly capacity: number;
  /** Bytes of its names. */
  readonly nameBytes: number;
  /** Names are to be there before rows are added. */
  readonly needsNames: boolean;
  /** Fills `into` with names from byte `at` on, by default all. */
  readNames(into: Buffer, at?: number): Promise<void>;
  /** Adds its rows to `columns`, whose names lie at [namesStart, namesEnd) there. */
  append(
    columns: SymbolColumns,
    namesStart: number,
    namesEnd: number,
    versions?: SymbolVersions,
  ): Promise<void>;
  /** Frees what `readNames` reads from. */
  close?(): Promise<void>;
}
