import type { FilePlace } from '../../workers/callers/place';
import type { SymbolPlace } from '../../workers/symbolMessages';

/** A place of the event worker as the symbol worker takes it. */
export function symbolPlace({ by, at }: Pick<FilePlace, 'by' | 'at'>): SymbolPlace {
  return by === 'offset' ? { fileOffset: BigInt(at) } : { address: BigInt(at) };
}
