import type { Attacher } from '../session/attacher';
import type { AttachRequest } from '../session/attachRequest';

/** How the user left the last step without attaching: to the step before, or for good. */
export type Left = 'back' | 'cancelled';

/** Attaches what the last step resolved with, if it did. */
export async function attachConfirmed(
  confirmed: readonly AttachRequest[] | 'back' | undefined,
  attacher: Attacher,
): Promise<Left | undefined> {
  if (confirmed === 'back' || confirmed === undefined) {
    return confirmed ?? 'cancelled';
  }
  await attacher.attach(confirmed);
  return undefined;
}
