import type { HitCount } from '../../protocol/probes';
import type { HelperRequests } from './helperAccess';
import type { Count } from './ownedProbe';
import type { CountUpdate, ProbeStore } from './probeStore';
import type { Unsubscribe } from './signal';

/** Faster would only make rows restless: a click that falls into a redraw is lost. In ms. */
export const POLL_INTERVAL = 2000;

/** Reads the counters while somebody looks at them, one request at a time. */
export class HitPoller {
  private watchers = 0;
  private timer: NodeJS.Timeout | undefined;
  private polling = false;

  constructor(
    private readonly store: ProbeStore,
    private readonly helper: () => HelperRequests | undefined,
    private readonly onError: (error: unknown) => void,
    private readonly interval = POLL_INTERVAL,
  ) {}

  /** Somebody looks at the counts until they dispose what is returned. */
  watch(): Unsubscribe {
    this.watchers++;
    this.wake();
    let watching = true;
    return {
      dispose: () => {
        if (watching) {
          watching = false;
          this.watchers--;
        }
      },
    };
  }

  /** Something to count may have come up: polls at once, unless that is already planned. */
  wake(): void {
    if (this.timer === undefined && !this.polling) {
      void this.poll();
    }
  }

  dispose(): void {
    this.watchers = 0;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async poll(): Promise<void> {
    this.timer = undefined;
    const helper = this.helper();
    if (this.watchers === 0 || !helper || this.store.probes.length === 0) {
      return;
    }
    this.polling = true;
    try {
      this.store.setCounts(await readCounts(helper), performance.now());
    } catch (error) {
      this.onError(error);
    } finally {
      this.polling = false;
    }
    if (this.watchers > 0) {
      this.timer = setTimeout(() => void this.poll(), this.interval);
    }
  }
}

async function readCounts(helper: HelperRequests): Promise<CountUpdate[]> {
  const counts: CountUpdate[] = [];
  let from: number | undefined = 0;
  while (from !== undefined) {
    const page: { counts: HitCount[]; next?: number | undefined } = await helper.request('hits', {
      from,
    });
    counts.push(...page.counts.map(toUpdate));
    from = page.next;
  }
  return counts;
}

function toUpdate(count: HitCount): CountUpdate {
  return {
    handle: count.handle,
    hits: toCount(count.hits),
    ...(count.misses === undefined ? {} : { misses: toCount(count.misses) }),
  };
}

function toCount(hex: string | null): Count {
  return hex === null ? 'unknown' : BigInt(hex);
}
