import type { ItemResult } from '../../protocol/requests';
import { errorData } from '../errorData';
import type { HelperState, Task } from '../helperState';
import type { OwnedProbe } from '../ownedProbe';
import { Refusal } from '../refusal';

/** Does the same to each probe named, and says of each how it went. */
export async function eachHandle(
  state: HelperState,
  handles: readonly number[],
  task: Task,
  act: (probe: OwnedProbe) => Promise<void>,
): Promise<{ results: ItemResult[] }> {
  const results: ItemResult[] = [];
  for (const handle of handles) {
    try {
      if (task.isStopped()) {
        throw new Refusal('cancelled', 'Cancelled before it was done.');
      }
      await act(state.probes.get(handle));
      results.push({ ok: true });
    } catch (error) {
      results.push({ ok: false, error: errorData(error) });
    }
    task.progress(results.length, handles.length);
  }
  return { results };
}
