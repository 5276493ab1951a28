import type { ContextKeySetter } from '../manifest/contextKeySetter';
import { readSetting } from '../manifest/readSetting';
import type { HelperSession } from './helperSession';
import type { ProbeStore } from './probeStore';
import type { Unsubscribe } from './signal';
import { readSurroundings, type Surroundings } from './surroundings';

/** Keeps the context keys, on which menus and welcome views depend, true to the session. */
export class ContextKeySync {
  private readonly subscriptions: Unsubscribe[];

  constructor(
    private readonly keys: ContextKeySetter,
    private readonly session: HelperSession,
    private readonly probes: ProbeStore,
  ) {
    this.subscriptions = [
      session.onDidChangeState(() => this.update()),
      probes.onDidChange(() => this.update()),
    ];
    this.update();
  }

  /** Looks at the machine again. With a command of the user's own, what is here says nothing. */
  async readSurroundings(): Promise<Surroundings> {
    const where = await readSurroundings();
    const hasCommand = readSetting('probescope.helper.command').length > 0;
    this.keys.set('probescope.isLinux', where.isLinux);
    this.keys.set('probescope.hasTracefs', where.tracefs !== undefined);
    this.keys.set('probescope.canAttach', hasCommand || where.tracefs !== undefined);
    return where;
  }

  dispose(): void {
    this.subscriptions.forEach(subscription => subscription.dispose());
  }

  private update(): void {
    const all = this.probes.probes;
    this.keys.set('probescope.state', this.session.state);
    this.keys.set('probescope.hasProbes', all.length > 0);
    this.keys.set(
      'probescope.canRecreate',
      all.some(probe => probe.state === 'lost'),
    );
  }
}
