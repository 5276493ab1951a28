import { aged, armed, extended, inState, stoppedBy } from './armedLife';
import { Signal } from './signal';
import {
  KERNEL_TARGET,
  targetOf,
  type Count,
  type FileNow,
  type Mappers,
  type OwnedProbe,
  type ProbeState,
} from './ownedProbe';
import type { AttachRequest } from './attachRequest';
import type { StoppedBy } from './ownLimits';
import type { Probe } from '../../protocol/probes';

/** What changed, in the order in which it has to be applied. */
export interface ProbeChange {
  readonly added: readonly OwnedProbe[];
  readonly removed: readonly OwnedProbe[];
  /** State, hits or rate. */
  readonly updated: readonly OwnedProbe[];
}

/** The probes of one target, in the order in which they were attached. */
export interface ProbeGroup {
  /** The file's path, or {@link KERNEL_TARGET}. */
  readonly target: string;
  readonly probes: readonly OwnedProbe[];
}

/** One measurement of a probe's counters. */
export interface CountUpdate {
  readonly handle: number;
  readonly hits: Count;
  readonly misses?: Count;
}

const NONE: readonly OwnedProbe[] = [];

/** What this window owns: a model without any user interface. */
export class ProbeStore {
  private readonly changed = new Signal<ProbeChange>();
  readonly onDidChange = this.changed.event;
  private readonly byKey = new Map<number, OwnedProbe>();
  /** Keys of probes whose places somebody looks at. */
  readonly watchedPlaces = new Set<number>();
  private nextKey = 1;
  /** When the counts were last set, in ms of a monotonic clock. */
  private countedAt: number | undefined;

  get probes(): readonly OwnedProbe[] {
    return [...this.byKey.values()];
  }

  get(key: number): OwnedProbe | undefined {
    return this.byKey.get(key);
  }

  /** Files in the order of their first probe, the kernel last. */
  get groups(): readonly ProbeGroup[] {
    const groups = new Map<string, OwnedProbe[]>();
    for (const probe of this.byKey.values()) {
      const target = targetOf(probe.request);
      const members = groups.get(target) ?? [];
      members.push(probe);
      groups.set(target, members);
    }
    return [...groups]
      .map(([target, probes]) => ({ target, probes }))
      .sort((a, b) => Number(a.target === KERNEL_TARGET) - Number(b.target === KERNEL_TARGET));
  }

  /** Adds what the helper has made; with a `key` in the place of that probe, lost or made again. */
  add(
    items: readonly { request: AttachRequest; probe: Probe; key?: number; rearmedAt?: number }[],
  ): readonly OwnedProbe[] {
    const added: OwnedProbe[] = [];
    const updated: OwnedProbe[] = [];
    for (const { request, probe, key, rearmedAt } of items) {
      const known = key !== undefined && this.byKey.has(key);
      const owned: OwnedProbe = {
        key: known ? key : this.nextKey++,
        request,
        probe,
        state: probe.enabled ? 'armed' : 'stopped',
        ...(rearmedAt === undefined ? {} : { rearmedAt }),
        ...(probe.enabled ? armed({ probe }, performance.now()) : {}),
      };
      this.byKey.set(owned.key, owned);
      (known ? updated : added).push(owned);
    }
    this.fire({ added, removed: NONE, updated });
    return [...added, ...updated];
  }

  /** Adds probes of a helper that is gone, as the window had them before it was reloaded. */
  restore(items: readonly { request: AttachRequest; probe: Probe }[]): void {
    const added = items.map(item => ({ ...item, key: this.nextKey++, state: 'lost' as const }));
    added.forEach(probe => this.byKey.set(probe.key, probe));
    this.fire({ added, removed: NONE, updated: NONE });
  }

  remove(keys: Iterable<number>): void {
    const removed: OwnedProbe[] = [];
    for (const key of keys) {
      const probe = this.byKey.get(key);
      if (probe) {
        this.byKey.delete(key);
        this.watchedPlaces.delete(key);
        removed.push(probe);
      }
    }
    this.fire({ added: NONE, removed, updated: NONE });
  }

  setState(keys: Iterable<number>, state: ProbeState): void {
    const updated: OwnedProbe[] = [];
    for (const key of keys) {
      const probe = this.byKey.get(key);
      if (probe && probe.state !== state) {
        updated.push(this.replace(inState(probe, state, performance.now())));
      }
    }
    this.fire({ added: NONE, removed: NONE, updated });
  }

  /** Every probe of the window, after its helper ended. */
  loseAll(): void {
    this.countedAt = undefined;
    this.setState(this.byKey.keys(), 'lost');
  }

  /** `now` is in ms of a monotonic clock; rates are over the time since the previous call. */
  setCounts(counts: readonly CountUpdate[], now: number): void {
    const seconds = this.countedAt === undefined ? 0 : (now - this.countedAt) / 1000;
    this.countedAt = now;
    const byHandle = new Map(counts.map(count => [count.handle, count]));
    const updated: OwnedProbe[] = [];
    for (const probe of this.byKey.values()) {
      const count = probe.state === 'lost' ? undefined : byHandle.get(probe.probe.handle);
      const next = count && counted(probe, count, seconds);
      if (next) {
        updated.push(this.replace(next));
      }
    }
    this.fire({ added: NONE, removed: NONE, updated });
  }

  /** Those of each place of one probe, in order. */
  setPlaceHits(key: number, placeHits: readonly Count[]): void {
    const probe = this.byKey.get(key);
    const before = probe?.placeHits ?? [];
    if (probe && placeHits.some((hits, index) => hits !== before[index])) {
      this.fire({ added: NONE, removed: NONE, updated: [this.replace({ ...probe, placeHits })] });
    }
  }

  /** By key; a probe that is not named keeps what is known of its file. */
  setFileStates(states: ReadonlyMap<number, FileNow>): void {
    this.update(states, (probe, file) =>
      probe.file?.state === file.state && probe.file.builtAt === file.builtAt
        ? undefined
        : { ...probe, file },
    );
  }

  /** Marks stopped probes as stopped by us: the file changed under them. */
  setHalted(keys: Iterable<number>): void {
    this.update(new Map([...keys].map(key => [key, true] as const)), (probe, isHalted) =>
      probe.state === 'stopped' ? { ...probe, isHalted } : undefined,
    );
  }

  /** Probes that the helper stopped by itself, by key. */
  setStopped(stopped: ReadonlyMap<number, StoppedBy>): void {
    this.update(stopped, (probe, why) =>
      probe.state === 'lost' ? undefined : stoppedBy(probe, why, performance.now()),
    );
  }

  /** More time for armed probes, in ms. */
  extend(keys: Iterable<number>, ms: number): void {
    this.update(new Map([...keys].map(key => [key, ms] as const)), probe =>
      extended(probe, ms, performance.now()),
    );
  }

  /** Says anew how long armed probes have, where that is not long. */
  age(now: number): void {
    this.update(this.byKey, probe => aged(probe, now));
  }

  /** The same probe with other limits of its own. */
  setRequest(key: number, request: AttachRequest): void {
    this.update(new Map([[key, request]]), probe => ({ ...probe, request }));
  }

  /** By key; a probe that is not named keeps what is known of its mappers. */
  setMappers(mappers: ReadonlyMap<number, Mappers>): void {
    this.update(mappers, (probe, next) =>
      JSON.stringify(probe.mappers) === JSON.stringify(next)
        ? undefined
        : { ...probe, mappers: next },
    );
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** Replaces probes by what `next` makes of them; undefined where nothing changed. */
  private update<T>(
    values: ReadonlyMap<number, T>,
    next: (probe: OwnedProbe, value: T) => OwnedProbe | undefined,
  ): void {
    const updated: OwnedProbe[] = [];
    for (const [key, value] of values) {
      const probe = this.byKey.get(key);
      const changed = probe && next(probe, value);
      if (changed) {
        updated.push(this.replace(changed));
      }
    }
    this.fire({ added: NONE, removed: NONE, updated });
  }

  private replace(probe: OwnedProbe): OwnedProbe {
    this.byKey.set(probe.key, probe);
    return probe;
  }

  private fire(change: ProbeChange): void {
    if (change.added.length + change.removed.length + change.updated.length > 0) {
      this.changed.fire(change);
    }
  }
}

/** The probe with its new counts, or undefined where nothing changed. */
function counted(probe: OwnedProbe, count: CountUpdate, seconds: number): OwnedProbe | undefined {
  const rate = rateOf(probe.hits, count.hits, seconds);
  if (probe.hits === count.hits && probe.misses === count.misses && probe.rate === rate) {
    return undefined;
  }
  return {
    ...probe,
    hits: count.hits,
    ...(count.misses === undefined ? {} : { misses: count.misses }),
    rate,
  };
}

function rateOf(before: Count | undefined, after: Count, seconds: number): number | undefined {
  if (typeof before !== 'bigint' || typeof after !== 'bigint' || seconds <= 0 || after < before) {
    return undefined;
  }
  return Number(after - before) / seconds;
}
