import { Signal } from './signal';
import {
  KERNEL_TARGET,
  targetOf,
  type Count,
  type FileState,
  type OwnedProbe,
  type ProbeState,
} from './ownedProbe';
import type { AttachRequest } from './attachRequest';
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

  /** Adds what the helper has made; a `key` puts a lost probe back in its place. */
  add(
    items: readonly { request: AttachRequest; probe: Probe; key?: number }[],
  ): readonly OwnedProbe[] {
    const added: OwnedProbe[] = [];
    const updated: OwnedProbe[] = [];
    for (const { request, probe, key } of items) {
      const known = key !== undefined && this.byKey.has(key);
      const owned: OwnedProbe = {
        key: known ? key : this.nextKey++,
        request,
        probe,
        state: probe.enabled ? 'armed' : 'stopped',
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
        updated.push(this.replace(inState(probe, state)));
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

  /** By key; a probe that is not named keeps what is known of its file. */
  setFileStates(states: ReadonlyMap<number, FileState>): void {
    const updated: OwnedProbe[] = [];
    for (const [key, file] of states) {
      const probe = this.byKey.get(key);
      if (probe && probe.file !== file) {
        updated.push(this.replace({ ...probe, file }));
      }
    }
    this.fire({ added: NONE, removed: NONE, updated });
  }

  dispose(): void {
    this.changed.dispose();
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

/** A lost probe keeps in `probe.enabled` what it was, for when it is made again. */
function inState(probe: OwnedProbe, state: ProbeState): OwnedProbe {
  const enabled = state === 'lost' ? probe.probe.enabled : state === 'armed';
  return { ...probe, state, rate: undefined, probe: { ...probe.probe, enabled } };
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
