import { inspectSite } from '../elf/code/inspectSite';
import { checkDebugFile } from '../elf/debugCandidate';
import { parentName } from '../elf/code/coldParts';
import { resolverChoices } from '../elf/code/resolverChoices';
import { definingLibrary } from '../elf/definingLibrary';
import type { DebugPlaces } from '../elf/debugPlaces';
import { LineTables } from '../elf/dwarf/lineTables';
import type { FilePath } from '../elf/elfBytes';
import type { Demangler } from '../elf/names/demangler';
import { fromFirstPage } from '../elf/firstPage';
import { readSonames } from '../elf/sonames';
import type { SymbolIndex } from '../elf/symbolIndex';
import { inspectUsdt } from '../elf/usdt/inspectUsdt';
import { CostCache } from './costCache';
import { IndexCache, type SharedSymbols } from './indexCache';
import { SymbolError } from './symbolError';
import type {
  SymbolAt,
  SymbolMethod,
  SymbolPage,
  SymbolQuery,
  SymbolRequests,
  SymbolRow,
} from './symbolMessages';

interface OpenFile {
  readonly path: FilePath;
  readonly places: DebugPlaces;
  readonly symbols: SharedSymbols;
  costs?: CostCache;
  lines?: LineTables;
  /** The query that runs, and what stops it. */
  running?: { readonly key: string; readonly abort: AbortController };
}

type Handlers = {
  [M in SymbolMethod]: (
    params: SymbolRequests[M]['params'],
    signal: AbortSignal,
  ) => Promise<SymbolRequests[M]['result']>;
};

/** What the symbol worker does: holds indexes by number and answers about them. */
export class SymbolService implements Handlers {
  readonly #files = new Map<number, OpenFile>();
  readonly #cache: IndexCache;
  #nextFile = 1;

  constructor(demangler: Promise<Demangler>) {
    this.#cache = new IndexCache(demangler);
  }

  async open({
    path,
    places,
  }: SymbolRequests['open']['params']): Promise<SymbolRequests['open']['result']> {
    const symbols = await this.#cache.acquire(path, places);
    const file = this.#nextFile++;
    this.#files.set(file, { path, places, symbols });
    const { info, sources } = symbols.first;
    const { tables, debug, debugFile } = sources;
    return { file, info: { ...info, tables, debug, ...(debugFile && { debugFile }) } };
  }

  sonames({ paths }: SymbolRequests['sonames']['params']): Promise<(string | undefined)[]> {
    return readSonames(paths);
  }

  async query(params: SymbolQuery & { file: number }, signal: AbortSignal): Promise<SymbolPage> {
    const file = this.#file(params.file);
    const { text, order, descending, probeableOnly } = params;
    const key = JSON.stringify([text, order, descending, probeableOnly]);
    if (file.running && file.running.key !== key) {
      file.running.abort.abort(new SymbolError('cancelled', 'A newer query took its place'));
    }
    const running = { key, abort: new AbortController() };
    file.running = running;
    const either = AbortSignal.any([signal, running.abort.signal]);
    const { first, index } = file.symbols;
    const page = first.page && fromFirstPage(first.page, params);
    if (page) {
      return page;
    }
    const whole = await index;
    either.throwIfAborted();
    return whole.query(params, either);
  }

  async counts({
    file,
  }: SymbolRequests['counts']['params']): Promise<SymbolRequests['counts']['result']> {
    return (await this.#file(file).symbols.index).counts;
  }

  async symbolAt({
    file,
    place,
  }: SymbolRequests['symbolAt']['params']): Promise<SymbolRequests['symbolAt']['result']> {
    return (await this.#file(file).symbols.index).symbolAt(place);
  }

  async inspect({
    file,
    place,
  }: SymbolRequests['inspect']['params']): Promise<SymbolRequests['inspect']['result']> {
    const { path, index } = await this.#whole(file);
    const at = index.symbolAt(place);
    const probe = 'fileOffset' in place ? index.usdtAt(place.fileOffset) : undefined;
    return probe && at?.delta !== 0n
      ? inspectUsdt(path, index.info, probe)
      : inspectSite(path, index.info, at, await parentsOf(index, at));
  }

  async implementations({
    file,
    row,
  }: SymbolRequests['implementations']['params']): Promise<
    SymbolRequests['implementations']['result']
  > {
    const { path, index } = await this.#whole(file);
    const [resolver] = index.rowsAt([row]);
    return resolver
      ? resolverChoices(path, index.info, resolver, place => index.symbolAt(place))
      : [];
  }

  async costs(
    { file, rows }: SymbolRequests['costs']['params'],
    signal: AbortSignal,
  ): Promise<SymbolRequests['costs']['result']> {
    const open = this.#file(file);
    open.costs ??= new CostCache(open.path, await open.symbols.index);
    return open.costs.of(rows, signal);
  }

  async lines(
    { file, places }: SymbolRequests['lines']['params'],
    signal: AbortSignal,
  ): Promise<SymbolRequests['lines']['result']> {
    const open = this.#file(file);
    open.lines ??= new LineTables(open, open.symbols.first.info);
    return open.lines.at(places, signal);
  }

  async checkDebugFile({
    file,
    candidate,
  }: SymbolRequests['checkDebugFile']['params']): Promise<
    SymbolRequests['checkDebugFile']['result']
  > {
    return checkDebugFile(this.#file(file).path, candidate);
  }

  async definingLibrary({
    file,
    name,
    sonames,
  }: SymbolRequests['definingLibrary']['params']): Promise<
    SymbolRequests['definingLibrary']['result']
  > {
    const { path, symbols } = this.#file(file);
    return definingLibrary(path, symbols.first.info, name, sonames);
  }

  async close({ file }: SymbolRequests['close']['params']): Promise<undefined> {
    const open = this.#files.get(file);
    if (open) {
      open.running?.abort.abort(new SymbolError('cancelled', 'The file was closed'));
      this.#files.delete(file);
      this.#cache.release(open.symbols);
    }
    return Promise.resolve(undefined);
  }

  async #whole(id: number): Promise<{ readonly path: FilePath; readonly index: SymbolIndex }> {
    const { path, symbols } = this.#file(id);
    return { path, index: await symbols.index };
  }

  #file(id: number): OpenFile {
    const file = this.#files.get(id);
    if (!file) {
      throw new SymbolError('unknownFile', 'The file is not open');
    }
    return file;
  }
}

/** The functions that a part which a compiler moved away may belong to. */
async function parentsOf(
  index: SymbolIndex,
  at: SymbolAt | undefined,
): Promise<readonly SymbolRow[]> {
  const name = at && parentName(at.row.name);
  return name === undefined ? [] : index.definitions(name);
}
