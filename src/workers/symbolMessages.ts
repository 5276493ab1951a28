import type { DefiningLibrary } from '../elf/definingLibrary';
import type { DebugPlaces, RefusedDebugFile } from '../elf/debugPlaces';
import type { FilePath } from '../elf/elfBytes';
import type { ElfErrorCode } from '../elf/elfError';
import type { ElfFileInfo as FileHeaders } from '../elf/elfFileInfo';
import type { ProcessId } from '../protocol/processFiles';
import type { PatternError } from '../elf/search/patternError';
import type { RowCost } from '../elf/code/entryCost';
import type { ProbeSite } from '../elf/code/probeSite';
import type { SymbolCounts, SymbolSources } from '../elf/symbolCounts';
import type { SourceLine } from '../elf/dwarf/sourceLine';
import type { SymbolRow } from '../elf/symbolRow';
import type { SymbolAt, SymbolPage, SymbolPlace, SymbolQuery } from '../elf/symbolQuery';

export type { SourceLine } from '../elf/dwarf/sourceLine';
export type { SymbolCounts } from '../elf/symbolCounts';
export type { DefiningLibrary } from '../elf/definingLibrary';
export type { RowCost } from '../elf/code/entryCost';
export type { ProbeSite } from '../elf/code/probeSite';
export type { DebugPlaces, RefusedDebugFile } from '../elf/debugPlaces';
export type { FilePath } from '../elf/elfBytes';
export type { SymbolRow } from '../elf/symbolRow';
export type { SymbolAt, SymbolPage, SymbolPlace, SymbolQuery } from '../elf/symbolQuery';

/** What is known of a file once its symbol tables are begun. */
export type ElfFileInfo = FileHeaders & SymbolSources & { readonly origin?: FileOrigin };

/** What was read stands for a file that a process runs: a copy of it, or a way to it. */
export interface FileOrigin {
  /** What the process calls it. */
  readonly path: string;
  /** `st_dev`, `st_ino` and `st_mtime` of the file itself, for those of a copy. */
  readonly dev: bigint;
  readonly inode: bigint;
  /** ns since the epoch. */
  readonly mtime: bigint;
  readonly process: ProcessId;
  /** Which process, in a few words without a slash: "in web-1". */
  readonly where: string;
  /** It has no name any more: what its path leads to is not it. */
  readonly deleted?: true;
}

/** Every request to the symbol worker, with what it takes and gives. `file` is the id that `open` gave. */
export interface SymbolRequests {
  /** `places`: where to look for separate debug files. */
  open: {
    params: { path: FilePath; places: DebugPlaces };
    result: { file: number; info: ElfFileInfo };
  };
  /** Of each file by its path; nothing for one that has none or cannot be read. */
  sonames: { params: { paths: readonly FilePath[] }; result: readonly (string | undefined)[] };
  query: { params: SymbolQuery & { file: number }; result: SymbolPage };
  /** How many there are, once all are known. */
  counts: { params: { file: number }; result: SymbolCounts };
  symbolAt: { params: { file: number; place: SymbolPlace }; result: SymbolAt | undefined };
  /** What a probe there would do: decodes the function that holds the place. */
  inspect: { params: { file: number; place: SymbolPlace }; result: ProbeSite };
  /** The functions among which the resolver of an IFUNC chooses; `row` is its index. */
  implementations: { params: { file: number; row: number }; result: readonly SymbolRow[] };
  /**
   * What probes on the first instructions of some rows would cost, in the order of `rows`, which are
   * at most MAX_COST_ROWS; an index of no row is left out.
   */
  costs: { params: { file: number; rows: readonly number[] }; result: readonly RowCost[] };
  /** What code at these places was compiled from; null where that is not known. */
  lines: {
    params: { file: number; places: readonly SymbolPlace[] };
    result: readonly (SourceLine | null)[];
  };
  /** Why a file is not the debug file of this program; nothing where it is. */
  checkDebugFile: {
    params: { file: number; candidate: string };
    result: RefusedDebugFile | undefined;
  };
  /** Which library defines `name`: of `sonames`, by default those the file needs; none when not found. */
  definingLibrary: {
    params: { file: number; name: string; sonames?: readonly string[] };
    result: DefiningLibrary | undefined;
  };
  close: { params: { file: number }; result: undefined };
}

export type SymbolMethod = keyof SymbolRequests;

/** To the worker. A `cancel` of a request that is already answered is ignored. */
export type ToSymbolWorker =
  | {
      [M in SymbolMethod]: {
        readonly id: number;
        readonly method: M;
        readonly params: SymbolRequests[M]['params'];
      };
    }[SymbolMethod]
  | { readonly cancel: number };

/**
 * `cancelled`: superseded or aborted. `badPattern`, `slowPattern`: see PatternError. `unknownFile`: closed.
 * `internal`: a defect of ours.
 */
export type SymbolErrorCode =
  ElfErrorCode | PatternError['code'] | 'cancelled' | 'unknownFile' | 'internal';

/** From the worker: exactly one for each request. */
export type FromSymbolWorker =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { code: SymbolErrorCode; message: string } };
