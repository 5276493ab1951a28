import { SymbolError } from './symbolError';
import type {
  DebugPlaces,
  DefiningLibrary,
  ElfFileInfo,
  FileOrigin,
  FilePath,
  ProbeSite,
  RefusedDebugFile,
  RowCost,
  SourceLine,
  SymbolAt,
  SymbolCounts,
  SymbolMethod,
  SymbolPage,
  SymbolPlace,
  SymbolQuery,
  SymbolRequests,
  SymbolRow,
} from './symbolMessages';
import { WorkerConnection } from './workerConnection';

/**
 * The symbol worker as promises. The worker starts with the first file and again after a crash.
 * Everything rejects with SymbolError (stable `code`), or with an aborted signal's reason.
 */
export class SymbolClient {
  #connection: WorkerConnection | undefined;
  #disposed = false;

  /**
   * @param workerFile path of the bundled worker, dist/symbolWorker.js
   * @param places where to look for separate debug files, asked for at each opening
   */
  constructor(
    private readonly workerFile: string,
    private readonly places: () => DebugPlaces = () => ({ folders: [] }),
  ) {}

  /** Reads the symbol tables of a file, in place of `origin` if given. The caller closes what it got. */
  async open(path: FilePath, signal?: AbortSignal, origin?: FileOrigin): Promise<SymbolFile> {
    signal?.throwIfAborted();
    const connection = this.#connect();
    const places = { ...this.places(), ...(origin && { beside: origin.path }) };
    const opening = connection.request('open', { path, places });
    // The worker cannot stop halfway; what nobody waits for any more is closed when it arrives.
    const discard = (): void => {
      opening.then(({ file }) => connection.request('close', { file })).catch(() => undefined);
    };
    const { file, info: read } = await abortable(opening, signal, discard);
    const info = origin ? standingFor(read, origin) : read;
    return new SymbolFile({ path, places }, info, file, connection, () => this.#connect());
  }

  /** The SONAME of each file; nothing for one that has none or cannot be read. */
  sonames(paths: readonly FilePath[]): Promise<readonly (string | undefined)[]> {
    return this.#connect().request('sonames', { paths });
  }

  /** Ends the worker; what is pending rejects with `workerLost`. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#connection?.close();
  }

  #connect(): WorkerConnection {
    if (this.#disposed) {
      throw new SymbolError('workerLost', 'The symbol reader was closed');
    }
    if (!this.#connection?.alive) {
      this.#connection = new WorkerConnection(this.workerFile);
    }
    return this.#connection;
  }
}

/** An open file in the worker. After a crash of the worker the next request opens it again. */
export class SymbolFile {
  #closed = false;
  #reopening: Promise<void> | undefined;

  constructor(
    /** How it was opened, and is again. */
    private readonly opened: SymbolRequests['open']['params'],
    /** As it was when opened. */
    readonly info: ElfFileInfo,
    private file: number,
    private connection: WorkerConnection,
    private readonly connect: () => WorkerConnection,
  ) {}

  /** A newer query for other rows makes an older one reject with `cancelled`; pages of one query do not. */
  query(query: SymbolQuery, signal?: AbortSignal): Promise<SymbolPage> {
    return this.#request('query', file => ({ ...query, file }), signal);
  }

  /** How many symbols there are, once all are known; that a file can be searched says the same. */
  counts(signal?: AbortSignal): Promise<SymbolCounts> {
    return this.#request('counts', file => ({ file }), signal);
  }

  /** The function that holds a place; nothing where there is none. */
  symbolAt(place: SymbolPlace, signal?: AbortSignal): Promise<SymbolAt | undefined> {
    return this.#request('symbolAt', file => ({ file, place }), signal);
  }

  /** What a probe at a place would do, by decoding the function that holds it. */
  inspect(place: SymbolPlace, signal?: AbortSignal): Promise<ProbeSite> {
    return this.#request('inspect', file => ({ file, place }), signal);
  }

  /** The functions that calls of an IFUNC may go to, as far as its file names them; by the row's `index`. */
  implementations(row: number, signal?: AbortSignal): Promise<readonly SymbolRow[]> {
    return this.#request('implementations', file => ({ file, row }), signal);
  }

  /**
   * What probes on the first instructions of rows would cost, by their `index`, at most 1000. Made for
   * what is on the screen: what was asked before is remembered.
   */
  costs(rows: readonly number[], signal?: AbortSignal): Promise<readonly RowCost[]> {
    return this.#request('costs', file => ({ file, rows }), signal);
  }

  /** What code at these places was compiled from, in order; null where that is not known. */
  lines(
    places: readonly SymbolPlace[],
    signal?: AbortSignal,
  ): Promise<readonly (SourceLine | null)[]> {
    return this.#request('lines', file => ({ file, places }), signal);
  }

  /** Why a file is not the debug file of this program; nothing where it is. */
  checkDebugFile(candidate: string, signal?: AbortSignal): Promise<RefusedDebugFile | undefined> {
    return this.#request('checkDebugFile', file => ({ file, candidate }), signal);
  }

  /** Where an undefined symbol's code is; `row.uprobe.libraries` says where to look first. */
  definingLibrary(
    name: string,
    sonames?: readonly string[],
    signal?: AbortSignal,
  ): Promise<DefiningLibrary | undefined> {
    return this.#request(
      'definingLibrary',
      file => ({ file, name, ...(sonames && { sonames }) }),
      signal,
    );
  }

  /** Frees its memory in the worker. Twice is once. */
  async close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      if (this.connection.alive) {
        await this.connection.request('close', { file: this.file });
      }
    }
  }

  async #request<M extends SymbolMethod>(
    method: M,
    params: (file: number) => SymbolRequests[M]['params'],
    signal: AbortSignal | undefined,
  ): Promise<SymbolRequests[M]['result']> {
    if (this.#closed) {
      throw new SymbolError('unknownFile', 'The file was closed');
    }
    if (!this.connection.alive) {
      this.#reopening ??= this.#reopen().finally(() => (this.#reopening = undefined));
      await this.#reopening;
    }
    return this.connection.request(method, params(this.file), signal);
  }

  async #reopen(): Promise<void> {
    const connection = this.connect();
    const { file } = await connection.request('open', this.opened);
    this.connection = connection;
    this.file = file;
  }
}

function standingFor(info: ElfFileInfo, origin: FileOrigin): ElfFileInfo {
  const { dev, inode, mtime } = origin;
  return { ...info, dev, inode, mtime, origin };
}

/** Settles as `promise`, or with the signal's reason if that comes first. */
function abortable<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  onAbort: () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      onAbort();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', stop, { once: true });
    void promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop));
  });
}
