import { ElfBytes, type FilePath } from '../elfBytes';
import type { ElfFileInfo } from '../elfFileInfo';
import { type ElfImage, readImage } from '../elfImage';
import type { Segment } from '../programHeaders';
import type { SymbolRow } from '../symbolRow';
import { type CodeExtent, codeExtent, isSameFile } from './codeExtent';
import { cheaperPastEndbr, ENTRY_BYTES, entryCost, type RowCost } from './entryCost';
import type { Decoder } from './instruction';
import type { OperationReader } from './operation';
import { provedCode, type TableReader } from './provedCode';
import { readExtents } from './readExtents';
import { hasCode, siteWarnings } from './siteWarnings';
import { tableReader } from './tableReader';
import { withX86Decoder } from './x86Decoder';
import { isPastEndbrEqual } from './x86Site';

/** Functions decoded as a whole between two looks at whether the answer is still wanted. */
const BATCH = 32;

interface Entry {
  readonly row: SymbolRow;
  readonly extent: CodeExtent;
}

/** The file whose rows are asked about, as its symbol index read it. */
export interface CostFile {
  readonly path: FilePath;
  readonly info: ElfFileInfo;
  /** Executable segments. */
  readonly code: readonly Segment[];
}

/**
 * What probes on the first instructions of some rows would cost: the same as `inspectSite` says of
 * each, but decoding two instructions of most. The file is opened once and read in few pieces.
 * @throws ElfError, or the signal's reason
 */
export async function rowCosts(
  { path, info, code }: CostFile,
  rows: readonly SymbolRow[],
  signal?: AbortSignal,
): Promise<RowCost[]> {
  const entries = rows.flatMap(row => {
    const extent = hasCode(row) && !row.usdt ? codeExtent(code, row) : undefined;
    return extent ? [{ row, extent }] : [];
  });
  const unknown: RowCost[] = rows.map(row => ({
    index: row.index,
    cost: row.usdt?.cost ?? 'unknown',
    warnings: hasCode(row) ? siteWarnings(row) : [],
  }));
  if (info.machine !== 'x86-64' || entries.length === 0) {
    return unknown;
  }
  const file = await ElfBytes.open(path);
  try {
    const known = isSameFile(file, info) ? await decodedCosts(file, entries, signal) : [];
    const byIndex = new Map(known.map(cost => [cost.index, cost]));
    return unknown.map(cost => byIndex.get(cost.index) ?? cost);
  } finally {
    await file.close();
  }
}

async function decodedCosts(
  file: ElfBytes,
  entries: readonly Entry[],
  signal: AbortSignal | undefined,
): Promise<RowCost[]> {
  const first = entries.map(({ extent: { start, length } }) => ({
    start,
    length: Math.min(length, ENTRY_BYTES),
  }));
  const pieces = await readExtents(file, first);
  signal?.throwIfAborted();
  const candidates: Entry[] = [];
  const costs = await withX86Decoder(padded(pieces), decoder =>
    entries.map((entry, i): RowCost => {
      const at = i * STRIDE;
      const end = at + (pieces[i]?.length ?? 0);
      const past = cheaperPastEndbr(decoder, at);
      if (past !== undefined && past < end) {
        candidates.push(entry);
      }
      const { row } = entry;
      return { index: row.index, cost: entryCost(decoder, at, end), warnings: siteWarnings(row) };
    }),
  );
  const equal = await pastEndbrs(file, candidates, signal);
  return costs.map(cost => {
    const pastEndbr = equal.get(cost.index);
    return pastEndbr === undefined ? cost : { ...cost, pastEndbr };
  });
}

/** File offsets past `endbr64` by row, of those functions in which only the entry leads there. */
async function pastEndbrs(
  file: ElfBytes,
  candidates: readonly Entry[],
  signal: AbortSignal | undefined,
): Promise<Map<number, bigint>> {
  const found = new Map<number, bigint>();
  let image: Promise<ElfImage> | undefined;
  const segments = async (): Promise<readonly Segment[]> =>
    (await (image ??= readImage(file))).segments;
  for (let from = 0; from < candidates.length; from += BATCH) {
    await new Promise(resolve => setImmediate(resolve));
    signal?.throwIfAborted();
    const batch = candidates.slice(from, from + BATCH);
    const extents = batch.map(({ extent }) => extent);
    for (const [i, body] of (await readExtents(file, extents)).entries()) {
      const entry = batch[i];
      if (entry) {
        const tables = tableReader(file, segments, entry.row.address);
        const past = await withX86Decoder(body, decoder =>
          equalPastEndbr(decoder, body.length, tables),
        );
        if (past !== undefined) {
          found.set(entry.row.index, entry.extent.start + BigInt(past));
        }
      }
    }
  }
  return found;
}

async function equalPastEndbr(
  decoder: Decoder & OperationReader,
  length: number,
  tables: TableReader,
): Promise<number | undefined> {
  const past = cheaperPastEndbr(decoder, 0);
  const isEqual =
    past !== undefined && isPastEndbrEqual(await provedCode(decoder, length, tables), past);
  return isEqual ? past : undefined;
}

/** Bytes from one entry to the next in what is decoded, with zeros behind each. */
const STRIDE = ENTRY_BYTES + 16;

function padded(pieces: readonly Buffer[]): Uint8Array {
  const bytes = new Uint8Array(pieces.length * STRIDE);
  for (const [i, piece] of pieces.entries()) {
    bytes.set(piece, i * STRIDE);
  }
  return bytes;
}
