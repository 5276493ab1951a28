import type { AttachRequest } from './attachRequest';
import type { OwnedProbe } from './ownedProbe';

/** Turns what the user asked for into probes of this window. */
export interface Attacher {
  /**
   * Starts the helper if it does not run (asking first), creates and arms the probes, and shows
   * what failed itself. Resolves with what was attached: fewer than asked, or none, after an error
   * or when the user said no; never rejects for either.
   */
  attach(requests: readonly AttachRequest[]): Promise<readonly OwnedProbe[]>;
}
