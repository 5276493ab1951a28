import { HelperError } from '../../protocol/helperError';
import { withFilter } from '../session/attachRequest';
import type { HelperRequests } from '../session/helperAccess';
import type { OwnedProbe } from '../session/ownedProbe';
import type { ProbeStore } from '../session/probeStore';
import { filterFields, type FilterField } from './filterFields';
import { requestFields } from './requestFields';

/** Changes filters of probes: asks the helper, then keeps the store true to its answer. */
export class FilterService {
  /** @param helper the one that runs */
  constructor(
    private readonly helper: () => HelperRequests | undefined,
    private readonly store: ProbeStore,
  ) {}

  /**
   * Sets a filter or takes it away; what is lost has it when it is made again. Resolves with the kernel's
   * words where it refuses it, and rejects with `HelperError` for anything else.
   */
  async set(key: number, filter: string | undefined): Promise<HelperError | undefined> {
    const owned = this.store.get(key);
    const helper = this.helper();
    if (!owned) {
      return undefined;
    }
    try {
      const now =
        helper && owned.state !== 'lost'
          ? await helper.request('filter', {
              handle: owned.probe.handle,
              filter: filter ?? null,
            })
          : { filter: filter ?? null };
      this.store.setRequest(key, withFilter(owned.request, now.filter ?? undefined));
      return undefined;
    } catch (error) {
      if (error instanceof HelperError && error.code === 'invalidInput') {
        return error;
      }
      throw error;
    }
  }

  /** What a filter of the probe may compare: as the kernel says, or else as the request tells; undefined where nobody knows. */
  async fields({ probe, request, state }: OwnedProbe): Promise<readonly FilterField[] | undefined> {
    const helper = this.helper();
    if (!helper || state === 'lost') {
      return requestFields(request);
    }
    const { text } = await helper.request('format', { handle: probe.handle });
    return filterFields(text);
  }
}
