import type { DebugReport } from './debugFile';
import { STT_FUNC, STT_GNU_IFUNC, type SymbolColumns } from './symbolColumns';
import type { SymbolTableName } from './symbolRow';
import type { UsdtTable } from './usdt/usdtTable';
import { PROBEABLE } from './verdicts';

/** Where the rows of a file come from. */
export interface SymbolSources {
  /** Tables that rows come from; none for a stripped static program. */
  readonly tables: readonly SymbolTableName[];
  /** Path of the separate debug file, where one is among them. */
  readonly debugFile?: string;
  /** How that was found, and which others were not used. */
  readonly debug: DebugReport;
}

/** What a file's tables hold, in numbers. */
export interface SymbolCounts extends SymbolSources {
  /** How many of the rows are USDT probes; left out for none. */
  readonly usdtProbes?: number;
  /** All rows. */
  readonly symbols: number;
  /** Defined functions, resolvers included. */
  readonly functions: number;
  /** Rows on whose first byte a uprobe may be placed. */
  readonly probeable: number;
}

/** As far as rows are there: `.dynsym` may turn out to have none of its own. */
export function symbolSources(columns: SymbolColumns, debug: DebugReport): SymbolSources {
  const tables: SymbolTableName[] = [];
  if (columns.firstLength > 0) {
    tables.push(columns.firstTable);
  }
  if (columns.length > columns.firstLength) {
    tables.push('dynsym');
  }
  const { firstFile: debugFile } = columns;
  return { tables, ...(debugFile && { debugFile }), debug };
}

export function countSymbols(
  columns: SymbolColumns,
  debug: DebugReport,
  usdt: UsdtTable | undefined,
): SymbolCounts {
  const own = count(columns, debug);
  if (!usdt) {
    return own;
  }
  const { rows } = usdt;
  return {
    ...own,
    usdtProbes: rows.length,
    symbols: own.symbols + rows.length,
    probeable: own.probeable + rows.filter(row => row.uprobe.ok).length,
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
  const { length: symbols } = columns;
  return { ...symbolSources(columns, debug), symbols, functions, probeable };
}
