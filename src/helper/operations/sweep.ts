import type { ItemResult } from '../../protocol/requests';
import { errorData } from '../errorData';
import { sweepOwner } from '../orphanage';
import { Refusal } from '../refusal';
import type { Operation } from './operation';

/** Removes what the named dead helpers left, and nothing of a living one. */
export const sweep: Operation<'sweep'> = async (state, { owners }, task) => {
  const tracefs = await state.tracefs();
  const results: ItemResult[] = [];
  for (const owner of owners) {
    try {
      if (task.isStopped()) {
        throw new Refusal('cancelled', 'Cancelled before it was swept.');
      }
      if (await sweepOwner(tracefs, state.owner, owner)) {
        state.audit.swept(owner);
      }
      results.push({ ok: true });
    } catch (error) {
      results.push({ ok: false, error: errorData(error) });
    }
    task.progress(results.length, owners.length);
  }
  return { results };
};
