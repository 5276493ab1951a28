import type { ForeignProbe, Orphan } from '../../protocol/probes';
import type { HelperRequests } from './helperAccess';
import { Signal } from './signal';

/** What the kernel has that is not this window's: other tools' probes and what dead helpers left. */
export class OthersStore {
  private readonly changed = new Signal<undefined>();
  readonly onDidChange = this.changed.event;
  private foreignProbes: readonly ForeignProbe[] = [];
  private leftOver: readonly Orphan[] = [];
  private byName: ReadonlyMap<string, ForeignProbe> = new Map();
  private byGroup: ReadonlyMap<string, readonly ForeignProbe[]> = new Map();

  get foreign(): readonly ForeignProbe[] {
    return this.foreignProbes;
  }

  /** Other tools' probes by their group in tracefs, in the kernel's order. */
  get foreignGroups(): ReadonlyMap<string, readonly ForeignProbe[]> {
    return this.byGroup;
  }

  get orphans(): readonly Orphan[] {
    return this.leftOver;
  }

  /** By the names a row knows it by. */
  findForeign(group: string, event: string): ForeignProbe | undefined {
    return this.byName.get(`${group}/${event}`);
  }

  /** Asks the helper; fires only when something is different. What is left over is nobody's tool. */
  async refresh(helper: HelperRequests): Promise<void> {
    const foreign: ForeignProbe[] = [];
    let from: number | undefined = 0;
    while (from !== undefined) {
      const page: { probes: ForeignProbe[]; next?: number | undefined } = await helper.request(
        'foreign',
        { from },
      );
      foreign.push(...page.probes);
      from = page.next;
    }
    const { orphans } = await helper.request('orphans', {});
    this.set(
      foreign.filter(probe => !orphans.some(({ owner }) => probe.group.startsWith(`${owner}_`))),
      orphans,
    );
  }

  /** Nothing is known without a helper. */
  clear(): void {
    this.set([], []);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private set(foreign: readonly ForeignProbe[], orphans: readonly Orphan[]): void {
    const before = JSON.stringify([this.foreignProbes, this.leftOver]);
    this.foreignProbes = foreign;
    this.leftOver = orphans;
    this.byGroup = groupsOf(foreign);
    this.byName = new Map(foreign.map(probe => [`${probe.group}/${probe.event}`, probe]));
    if (JSON.stringify([foreign, orphans]) !== before) {
      this.changed.fire(undefined);
    }
  }
}

function groupsOf(probes: readonly ForeignProbe[]): Map<string, ForeignProbe[]> {
  const groups = new Map<string, ForeignProbe[]>();
  for (const probe of probes) {
    const group = groups.get(probe.group) ?? [];
    group.push(probe);
    groups.set(probe.group, group);
  }
  return groups;
}
