import type { ElfErrorCode } from '../elf/elfError';
import type { SymbolRow } from '../elf/symbolRow';

/** A path as Node's fs takes it; bytes where it is not valid UTF-8. */
export type FilePath = string | Uint8Array;

/** What is known of a file once its symbol tables are read. */
export interface ElfFileInfo {
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
  readonly type: 'executable' | 'shared' | 'relocatable';
  /** `x86-64`, `AArch64`, … or `machine 0x1234`. */
  readonly machine: string;
  /** Lower-case hex of NT_GNU_BUILD_ID. */
  readonly buildId?: string;
  readonly soname?: string;
  /** Sonames of DT_NEEDED, in order. */
  readonly needed: readonly string[];
  /** Return probes are refused on these. */
  readonly isGo: boolean;
  /** Tables that rows come from; empty for a stripped static program. */
  readonly tables: readonly ('symtab' | 'dynsym')[];
  /** All rows. */
  readonly symbols: number;
  /** Defined functions. */
  readonly functions: number;
  /** Rows on whose first byte a uprobe may be placed. */
  readonly probeable: number;
  readonly dev: bigint;
  readonly inode: bigint;
  /** Bytes. */
  readonly size: bigint;
  /** ns since the epoch. */
  readonly mtime: bigint;
}

/** `relevance`: exact, prefix, word start, substring; shorter names first. With no text: by address. */
export type SymbolOrder = 'relevance' | 'name' | 'address' | 'size';

/** What to list. A query with an upper-case letter minds case. */
export interface SymbolQuery {
  /** Substring of the name; `''` matches all. */
  readonly text: string;
  /** Default `relevance`. */
  readonly order?: SymbolOrder;
  readonly descending?: boolean;
  /** Default false. */
  readonly probeableOnly?: boolean;
  /** Rows to skip, default 0. */
  readonly offset?: number;
  /** Rows wanted, at most 1000, default 200. */
  readonly limit?: number;
}

/** One page of a query's rows. */
export interface SymbolPage {
  /** Rows that match, of which `rows` is the part asked for. */
  readonly total: number;
  readonly rows: readonly SymbolRow[];
}

/** A place in a file, by one of its two addresses. */
export type SymbolPlace = { readonly fileOffset: bigint } | { readonly address: bigint };

/** The symbol that a place belongs to, and how many bytes into it. */
export interface SymbolAt {
  readonly row: SymbolRow;
  readonly delta: bigint;
}

/** The file that defines a symbol which another one needs. */
export interface DefiningLibrary {
  readonly path: string;
  readonly soname: string;
}

/** Every request to the symbol worker, with what it takes and gives. `file` is the id that `open` gave. */
export interface SymbolRequests {
  open: { params: { path: FilePath }; result: { file: number; info: ElfFileInfo } };
  query: { params: SymbolQuery & { file: number }; result: SymbolPage };
  symbolAt: { params: { file: number; place: SymbolPlace }; result: SymbolAt | undefined };
  /** Which library of those a file needs defines `name`; none when not found. */
  definingLibrary: {
    params: { file: number; name: string };
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

/** `cancelled`: superseded or aborted. `unknownFile`: closed. `internal`: a defect of ours. */
export type SymbolErrorCode = ElfErrorCode | 'cancelled' | 'unknownFile' | 'internal';

/** From the worker: exactly one for each request. */
export type FromSymbolWorker =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { code: SymbolErrorCode; message: string } };
