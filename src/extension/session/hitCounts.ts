import type { HitCount } from '../../protocol/probes';
import type { Result } from '../../protocol/requests';
import type { HelperRequests } from './helperAccess';
import type { Count } from './ownedProbe';
import type { CountUpdate, ProbeStore } from './probeStore';

/** Faster would only make rows restless: a click that falls into a redraw is lost. In ms. */
export const HITS_INTERVAL = 2000;

/** Brings the counts of the store up to date, if there is anything to count. */
export async function updateCounts(
  store: ProbeStore,
  helper: HelperRequests | undefined,
): Promise<void> {
  if (helper && store.probes.some(probe => probe.state !== 'lost')) {
    store.setCounts(await readCounts(helper), performance.now());
    for (const key of store.watchedPlaces) {
      const probe = store.get(key);
      if (probe && probe.state !== 'lost') {
        store.setPlaceHits(key, await readPlaceHits(helper, probe.probe.handle));
      }
    }
  }
}

/** The hits of each place of a probe. */
async function readPlaceHits(helper: HelperRequests, handle: number): Promise<Count[]> {
  const hits: Count[] = [];
  let from: number | undefined = 0;
  while (from !== undefined) {
    const page: Result<'locations'> = await helper.request('locations', { handle, from });
    hits.push(...page.locations.map(location => toCount(location.hits)));
    from = page.next;
  }
  return hits;
}

/** The counts of all probes that the helper has. */
export async function readCounts(helper: HelperRequests): Promise<CountUpdate[]> {
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
