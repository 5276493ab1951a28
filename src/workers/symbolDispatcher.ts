import { ElfError } from '../elf/elfError';
import type { Demangler } from '../elf/names/demangler';
import { PatternError } from '../elf/search/patternError';
import { SymbolError } from './symbolError';
import type { FromSymbolWorker, SymbolErrorCode, ToSymbolWorker } from './symbolMessages';
import { SymbolService } from './symbolService';

type Request = Exclude<ToSymbolWorker, { cancel: number }>;

/** Turns messages into calls of the service and its results into messages, one for each request. */
export class SymbolDispatcher {
  readonly #service: SymbolService;
  readonly #running = new Map<number, AbortController>();

  constructor(
    demangler: Promise<Demangler>,
    private readonly send: (message: FromSymbolWorker) => void,
  ) {
    this.#service = new SymbolService(demangler);
  }

  async receive(message: ToSymbolWorker): Promise<void> {
    if ('cancel' in message) {
      this.#running.get(message.cancel)?.abort(new SymbolError('cancelled', 'No longer wanted'));
      return;
    }
    const { id } = message;
    const abort = new AbortController();
    this.#running.set(id, abort);
    try {
      this.send({ id, result: await this.#call(message, abort.signal) });
    } catch (error) {
      this.send({ id, error: describe(error) });
    } finally {
      this.#running.delete(id);
    }
  }

  #call(request: Request, signal: AbortSignal): Promise<unknown> {
    switch (request.method) {
      case 'open':
        return this.#service.open(request.params);
      case 'sonames':
        return this.#service.sonames(request.params);
      case 'query':
        return this.#service.query(request.params, signal);
      case 'counts':
        return this.#service.counts(request.params);
      case 'symbolAt':
        return this.#service.symbolAt(request.params);
      case 'inspect':
        return this.#service.inspect(request.params);
      case 'implementations':
        return this.#service.implementations(request.params);
      case 'costs':
        return this.#service.costs(request.params, signal);
      case 'lines':
        return this.#service.lines(request.params, signal);
      case 'checkDebugFile':
        return this.#service.checkDebugFile(request.params);
      case 'definingLibrary':
        return this.#service.definingLibrary(request.params);
      case 'close':
        return this.#service.close(request.params);
    }
  }
}

function describe(error: unknown): { code: SymbolErrorCode; message: string } {
  if (error instanceof ElfError || error instanceof PatternError) {
    return { code: error.code, message: error.message };
  }
  if (error instanceof SymbolError && error.code !== 'workerLost') {
    return { code: error.code, message: error.message };
  }
  return { code: 'internal', message: `Reading symbols failed: ${String(error)}` };
}
