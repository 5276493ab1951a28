import { MAX_BATCH } from '../../protocol/probes';
import type { AttachRequest } from './attachRequest';
import type { HelperRequests } from './helperAccess';
import type { OwnedProbe } from './ownedProbe';
import type { ProbeMaker } from './probeMaker';
import type { ProbeFailure } from './probeFailure';
import type { ProbeStore } from './probeStore';

/** A probe that is made again at another place, or in another file, than it is. */
export interface Replacement {
  readonly key: number;
  readonly request: AttachRequest;
  /** Whether the new one is armed. */
  readonly enable: boolean;
}

/**
 * Makes the new probes, each in the row of the old one, and then removes the old: what still runs the old
 * file is counted until then. In a file that was written over in place the old are removed first, as the
 * kernel reads a place's instruction once for all probes there (`prepare_uprobe()` in
 * kernel/events/uprobes.c) and would go on with the old one. What could not be made keeps its old probe, or is lost.
 */
export async function replaceProbes(
  helper: HelperRequests,
  store: ProbeStore,
  maker: ProbeMaker,
  items: readonly Replacement[],
  now: number,
): Promise<readonly ProbeFailure[]> {
  const old = new Map(items.flatMap(({ key }) => entry(store, key)));
  const inTheWay = [...old.values()].filter(probe => probe.file?.state === 'overwritten');
  await remove(helper, inTheWay);
  store.setState(
    inTheWay.map(({ key }) => key),
    'lost',
  );
  const done: OwnedProbe[] = [];
  const failed = await maker.make(items, made => {
    const added = made.map(({ item, probe }) => ({ ...item, probe, rearmedAt: now }));
    store.add(added);
    done.push(...made.flatMap(({ item }) => old.get(item.key ?? 0) ?? []));
  });
  await remove(
    helper,
    done.filter(probe => !inTheWay.includes(probe)),
  );
  return failed.map(({ item, error }) => ({ request: item.request, error }));
}

/** The probe that is in the kernel now. */
function entry(store: ProbeStore, key: number): [number, OwnedProbe][] {
  const probe = store.get(key);
  return probe && probe.state !== 'lost' ? [[key, probe]] : [];
}

async function remove(helper: HelperRequests, probes: readonly OwnedProbe[]): Promise<void> {
  for (let at = 0; at < probes.length; at += MAX_BATCH) {
    const handles = probes.slice(at, at + MAX_BATCH).map(({ probe }) => probe.handle);
    await helper.request('remove', { handles });
  }
}
