import { MAX_ALL_LOCATIONS, MAX_PROBES } from '../protocol/probes';
import { randomGroup } from '../tracefs';
import { locationCount, type Group, type OwnedProbe } from './ownedProbe';
import { Refusal } from './refusal';

/** What this connection made in the kernel, by handle; the only things it may touch. */
export class ProbeTable {
  private readonly probes = new Map<number, OwnedProbe>();
  private readonly groups = new Map<number, Group>();
  private lastHandle = 0;
  private lastGroup = 0;

  /**
   * @param prefix the helper's own name, which every group starts with
   * @param most probes, and places of all of them
   */
  constructor(
    private readonly prefix: string,
    private readonly most = { probes: MAX_PROBES, places: MAX_ALL_LOCATIONS },
  ) {}

  get all(): OwnedProbe[] {
    return [...this.probes.values()];
  }

  /** Throws {@link Refusal} `state`. */
  get(handle: number): OwnedProbe {
    const probe = this.probes.get(handle);
    if (probe === undefined) {
      throw new Refusal('state', `There is no probe ${handle}.`);
    }
    return probe;
  }

  /** The group of that id, or a new one. Throws {@link Refusal} `state`. */
  group(id: number | undefined): Group {
    const known = id === undefined ? this.newGroup() : this.groups.get(id);
    if (known === undefined) {
      throw new Refusal('state', `There is no group ${id ?? 0}.`);
    }
    return known;
  }

  /** Throws {@link Refusal} `limit` when no further probe of so many places may be made. */
  checkRoom(locations: number): void {
    if (this.probes.size >= this.most.probes) {
      throw new Refusal('limit', `There are ${this.most.probes} probes already: remove some.`);
    }
    const there = this.all.reduce((sum, probe) => sum + locationCount(probe), 0);
    if (there + locations > this.most.places) {
      throw new Refusal(
        'limit',
        `All probes together have ${there} places, and ${this.most.places} is the most: remove some.`,
      );
    }
  }

  add(probe: Omit<OwnedProbe, 'handle'>): OwnedProbe {
    const added = { ...probe, handle: ++this.lastHandle };
    this.groups.set(probe.group.id, probe.group);
    this.probes.set(added.handle, added);
    return added;
  }

  /** Forgets the probe, and its group with the last of it. */
  delete(probe: OwnedProbe): void {
    this.probes.delete(probe.handle);
    if (!this.all.some(other => other.group.id === probe.group.id)) {
      this.groups.delete(probe.group.id);
    }
  }

  private newGroup(): Group {
    return { id: ++this.lastGroup, name: randomGroup(this.prefix) };
  }
}
