import type { OwnedProbe } from './ownedProbe';
import { Signal } from './signal';

/** Removals that can be undone; what was removed before them cannot any more. */
const MOST = 10;

/** What the user removed in this window, the newest last: nobody is asked before, so that it can be brought back. */
export class RemovedProbes {
  private readonly changed = new Signal<readonly OwnedProbe[] | undefined>();
  /** Tells what would be brought back now; nothing where there is nothing. */
  readonly onDidChange = this.changed.event;
  private readonly removals: (readonly OwnedProbe[])[] = [];

  /** Remembers one removal, as the probes were before it; what was removed twice at once is remembered once. */
  add(probes: readonly OwnedProbe[]): void {
    const known = new Set(this.removals.flat().map(({ key }) => key));
    const fresh = probes.filter(({ key }) => !known.has(key));
    if (fresh.length > 0) {
      this.removals.push(fresh);
      this.removals.splice(0, this.removals.length - MOST);
      this.fire();
    }
  }

  /** The newest removal, which is forgotten with this. */
  take(): readonly OwnedProbe[] {
    const probes = this.removals.pop() ?? [];
    this.fire();
    return probes;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private fire(): void {
    this.changed.fire(this.removals.at(-1));
  }
}
