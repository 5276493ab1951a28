import type { AttachRequest, UserSymbol } from './attachRequest';
import type { Mappers, OwnedProbe } from './ownedProbe';

/** Turns what the user asked for into probes of this window. */
export interface Attacher {
  /**
   * Starts the helper if it does not run (asking first), creates and arms the probes, and shows
   * what failed itself. Resolves with what was attached: fewer than asked, or none, after an error
   * or when the user said no; never rejects for either.
   */
  attach(requests: readonly AttachRequest[]): Promise<readonly OwnedProbe[]>;

  /** Who runs a file now, and would pay for a probe on it; undefined where that is not known. */
  payers(file: Pick<UserSymbol, 'path' | 'device' | 'inode'>): Promise<Mappers | undefined>;
}
