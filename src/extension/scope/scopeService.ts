import type { HelperRequests } from '../session/helperAccess';
import { Signal } from '../session/signal';
import { scopeOf, type ScopeChoice } from './scopeChoice';

/** What a window begins with, as its helper does. */
const MINE: ScopeChoice = { kind: 'mine' };

/** Whose events this window captures. It is not kept: a window that is reloaded begins with the user's own. */
export class ScopeService {
  private readonly changed = new Signal<ScopeChoice>();
  readonly onDidChange = this.changed.event;
  private choice: ScopeChoice = MINE;

  /** @param helper the one that runs; one that starts later is told by {@link begin} */
  constructor(private readonly helper: () => HelperRequests | undefined) {}

  get current(): ScopeChoice {
    return this.choice;
  }

  /** In force when it resolves. Rejects with `HelperError`; then it is as it was. */
  async choose(choice: ScopeChoice): Promise<void> {
    await this.helper()?.request('scope', { scope: scopeOf(choice) });
    this.enter(choice);
  }

  /** A new helper begins with the user's own: it is told before it is asked for anything else. */
  async begin(): Promise<void> {
    if (this.choice.kind !== 'mine') {
      try {
        await this.helper()?.request('scope', { scope: scopeOf(this.choice) });
      } catch (error) {
        this.enter(MINE);
        throw error;
      }
    }
  }

  dispose(): void {
    this.changed.dispose();
  }

  private enter(choice: ScopeChoice): void {
    this.choice = choice;
    this.changed.fire(choice);
  }
}
