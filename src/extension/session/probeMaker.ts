import { createBatches } from '../../protocol/batches';
import type { HelperErrorData } from '../../protocol/errors';
import type { Limits } from '../../protocol/limits';
import type { CreateProbe, Probe } from '../../protocol/probes';
import type { AttachRequest } from './attachRequest';
import { createRequest } from './createRequest';
import type { HelperRequests } from './helperAccess';
import { targetOf } from './ownedProbe';

/** One probe to make; `key` is that of a lost probe which is made again. */
export interface MakeItem {
  readonly request: AttachRequest;
  readonly key?: number;
  readonly enable: boolean;
}

export interface Made {
  readonly item: MakeItem;
  readonly probe: Probe;
}

export interface NotMade {
  readonly item: MakeItem;
  readonly error: HelperErrorData;
}

/** Creates probes through a helper; all probes of a target share one of its groups. */
export class ProbeMaker {
  /**
   * @param groupOf the helper's id of a target's group: it forgets a group with the last probe in it.
   * @param limitsOf what is to end a probe
   */
  constructor(
    private readonly helper: HelperRequests,
    private readonly groupOf: (target: string) => number | undefined,
    private readonly limitsOf: (request: AttachRequest) => Limits | undefined,
  ) {}

  /**
   * Makes them in order. `onMade` is called with each answer of the helper, so that nothing it made
   * is forgotten when a later request fails; after it `groupOf` knows the new groups. Rejects with `HelperError` when the helper is gone.
   */
  async make(
    items: readonly MakeItem[],
    onMade: (made: readonly Made[]) => void,
    signal?: AbortSignal,
  ): Promise<readonly NotMade[]> {
    const failed: NotMade[] = [];
    for (const batch of this.batches(items)) {
      const probes = batch.map(item => this.createRequest(item));
      const { results } = await this.helper.request('create', { probes }, signal);
      const made: Made[] = [];
      results.forEach((result, index) => {
        const item = batch[index];
        if (item && result.ok) {
          made.push({ item, probe: result.probe });
        } else if (item && !result.ok) {
          failed.push({ item, error: result.error });
        }
      });
      onMade(made);
    }
    return failed;
  }

  /** A target's first probe goes alone: the group it is given is that of the others. */
  private *batches(items: readonly MakeItem[]): Generator<readonly MakeItem[]> {
    let rest = [...items];
    while (rest.length > 0) {
      const first = rest[0] as MakeItem;
      const target = targetOf(first.request);
      const known = this.groupOf(target) !== undefined;
      const [batch, others] = known ? this.split(rest) : [[first], rest.slice(1)];
      yield batch;
      rest = others;
    }
  }

  /** As many items of known groups from the front as one request takes. */
  private split(items: MakeItem[]): [MakeItem[], MakeItem[]] {
    const unknown = items.findIndex(item => this.groupOf(targetOf(item.request)) === undefined);
    const ready = unknown < 0 ? items : items.slice(0, unknown);
    const size = createBatches(ready.map(item => this.createRequest(item)))[0]?.length ?? 1;
    return [items.slice(0, size), items.slice(size)];
  }

  private createRequest(item: MakeItem): CreateProbe {
    const { request, enable } = item;
    return createRequest(request, this.groupOf(targetOf(request)), enable, this.limitsOf(request));
  }
}
