import type { SymbolErrorCode } from './symbolMessages';

/** A request to the symbol worker that failed. `workerLost`: it crashed; asking again starts a new one. */
export class SymbolError extends Error {
  override readonly name = 'SymbolError';

  constructor(
    readonly code: SymbolErrorCode | 'workerLost',
    message: string,
  ) {
    super(message);
  }
}
