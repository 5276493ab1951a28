import { setTimeout } from 'node:timers/promises';
import { page } from '../protocol/batches';
import type { Orphan } from '../protocol/probes';
import { TracefsError, type ListedProbe, type Tracefs } from '../tracefs';
import { byName } from './listedEvents';
import { ownerOfGroup, parseOwnerName, type OwnerName } from './ownerName';
import { Refusal } from './refusal';
import { isRunning } from './start/processStatus';
import { unlessGone } from './unlessGone';

/** Lines shown of one orphan; the rest is only counted. */
const MAX_LINES = 20;
/** How long an event may stay busy after its instance is gone, in ms. */
const BUSY_WAIT_MS = 400;
/** Looks for an owner's events: what was busy at the first may be free at the second. */
const LOOKS = 2;
/** A lease that is held each time, this far apart in ms, is no other helper that looks for orphans too. */
const [LEASE_LOOKS, LEASE_WAIT_MS] = [4, 5];

/** What dead helpers of the user left, without touching it. */
export async function findOrphans(tracefs: Tracefs, self: OwnerName): Promise<Orphan[]> {
  const instances = new Set(await tracefs.instances());
  const events = eventsByOwner(await tracefs.probes());
  const found: Orphan[] = [];
  for (const text of new Set([...instances, ...events.keys()])) {
    const owner = parseOwnerName(text);
    if (owner?.uid !== self.uid || owner.name === self.name || isRunning(owner)) {
      continue;
    }
    const { name, pid } = owner;
    const instance = instances.has(name);
    if (instance && (await isLeased(tracefs, name))) {
      continue;
    }
    const listed = events.get(name) ?? [];
    const lines = listed.slice(0, MAX_LINES).map(({ line }) => line);
    found.push({ owner: name, pid, events: byName(listed).length, lines, instance });
  }
  return page(found, 0).items;
}

/**
 * Removes a dead helper's instance, then those of its events that nobody holds. Removing the
 * instance is the proof: the kernel refuses it as long as the owner's lease is open, whatever pid
 * namespace that one lives in.
 * Returns whether anything of it was there.
 * Throws {@link Refusal} `badRequest`, `denied` or `busy`, or `TracefsError`.
 */
export async function sweepOwner(
  tracefs: Tracefs,
  self: OwnerName,
  name: string,
): Promise<boolean> {
  const owner = parseOwnerName(name);
  if (owner === undefined) {
    throw new Refusal('badRequest', 'That is not the name of a helper.');
  }
  if (owner.uid !== self.uid) {
    throw new Refusal('denied', `It belongs to user ${owner.uid}, not to you.`);
  }
  if (owner.name === self.name) {
    throw new Refusal('busy', 'That is this helper itself.');
  }
  const hadInstance = await removeInstance(tracefs, owner);
  return (await removeAllEvents(tracefs, owner)) || hadInstance;
}

/** Whether there were any. */
async function removeAllEvents(tracefs: Tracefs, { name }: OwnerName): Promise<boolean> {
  let found = false;
  for (let look = 1; look <= LOOKS; look++) {
    const events = eventsByOwner(await tracefs.probes()).get(name) ?? [];
    found ||= events.length > 0;
    const [failure] = await removeEvents(tracefs, events);
    if (failure !== undefined) {
      if (look === LOOKS) {
        throw failure;
      }
      await setTimeout(BUSY_WAIT_MS);
    }
  }
  return found;
}

/** Whether there was one. */
async function removeInstance(tracefs: Tracefs, owner: OwnerName): Promise<boolean> {
  if (!(await tracefs.instances()).includes(owner.name)) {
    // Its events may outlive the instance only while a living helper cleans up.
    if (isRunning(owner)) {
      throw new Refusal('busy', 'Its helper is still running.');
    }
    return false;
  }
  if (!(await unlessLeased(() => unlessGone(() => tracefs.openInstance(owner.name).remove())))) {
    throw new Refusal('busy', 'Its helper is still running.');
  }
  return true;
}

/** Gives back why some are still there. */
async function removeEvents(
  tracefs: Tracefs,
  events: readonly ListedProbe[],
): Promise<TracefsError[]> {
  const failures: TracefsError[] = [];
  for (const places of byName(events)) {
    await unlessGone(() => removeEvent(tracefs, places)).catch((error: unknown) =>
      failures.push(error as TracefsError),
    );
  }
  return failures;
}

async function removeEvent(tracefs: Tracefs, places: readonly ListedProbe[]): Promise<void> {
  const [{ group, event, definition } = { group: '', event: '', definition: undefined }] = places;
  if (definition === undefined) {
    return;
  }
  if (places.length === 1) {
    return tracefs.removeEvent(group, event, definition.kind);
  }
  // Whether perf holds it is not tried: that would arm it, and its file may hold other code by now.
  return tracefs.removeLocations(group, event, definition.kind);
}

function eventsByOwner(listed: readonly ListedProbe[]): Map<string, ListedProbe[]> {
  const events = new Map<string, ListedProbe[]>();
  for (const probe of listed) {
    const owner = ownerOfGroup(probe.group);
    if (owner !== undefined) {
      const own = events.get(owner.name) ?? [];
      own.push(probe);
      events.set(owner.name, own);
    }
  }
  return events;
}

/**
 * Whether a helper in another pid namespace, which this one cannot see, holds the lease. Since 6.5
 * only one may read an instance's trace_pipe (c2489bb7e6be); before that the pid has to do.
 */
async function isLeased(tracefs: Tracefs, name: string): Promise<boolean> {
  const hold = async (): Promise<void> => (await tracefs.openInstance(name).holdLease()).release();
  // One that cannot be held for another reason is nobody's.
  return !(await unlessLeased(hold).catch(() => true));
}

/**
 * Does what the kernel refuses while somebody holds an instance's lease; false where that stays so. Another helper that
 * looks for orphans holds it for a moment.
 */
async function unlessLeased(act: () => Promise<void>): Promise<boolean> {
  for (let look = 1; ; look++) {
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof TracefsError && error.code === 'busy')) {
        throw error;
      }
      if (look === LEASE_LOOKS) {
        return false;
      }
    }
    await setTimeout(LEASE_WAIT_MS);
  }
}
