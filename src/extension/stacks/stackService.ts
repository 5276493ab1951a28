import { withStacks } from '../session/attachRequest';
import type { HelperRequests } from '../session/helperAccess';
import type { OwnedProbe } from '../session/ownedProbe';
import type { ProbeStore } from '../session/probeStore';
import type { EventClient } from '../../workers/eventClient';
import { HelperError } from '../../protocol/helperError';

/** Switches the recording of stacks with the hits of probes. */
export class StackService {
  /** The capture whose worker knows how stacks are laid out, and the one that runs. */
  private told: number | undefined;
  private capture: number | undefined;

  /** @param helper the one that runs */
  constructor(
    private readonly helper: () => HelperRequests | undefined,
    private readonly store: ProbeStore,
    private readonly worker: Pick<EventClient, 'request'>,
  ) {}

  /** A capture has begun: stacks are read where a probe records them. */
  async began(capture: number): Promise<void> {
    this.capture = capture;
    await this.tell();
  }

  /** Probes came: one may record stacks. */
  async tell(): Promise<void> {
    if (this.store.probes.some(({ request }) => request.stacks === true)) {
      await this.tellFormats();
    }
  }

  /**
   * From now on, or once the probe is armed or made again. Rejects with `HelperError` where the kernel has no
   * stacks.
   */
  async set(keys: readonly number[], on: boolean): Promise<void> {
    const probes = keys.flatMap(key => this.store.get(key) ?? []);
    const helper = this.helper();
    // First who reads them: their first would be of no known kind.
    await (on ? this.tellFormats() : undefined);
    for (const probe of probes) {
      await this.switch(helper, probe, on);
    }
  }

  private async switch(
    helper: HelperRequests | undefined,
    { key, probe, request, state }: OwnedProbe,
    on: boolean,
  ): Promise<void> {
    if (helper && state !== 'lost') {
      const { results } = await helper.request('stacks', { handles: [probe.handle], on });
      const [result] = results;
      if (result?.ok === false) {
        throw new HelperError(result.error);
      }
    }
    this.store.setRequest(key, withStacks(request, on));
  }

  private async tellFormats(): Promise<void> {
    const { capture } = this;
    const helper = this.helper();
    if (helper && capture !== undefined && this.told !== capture) {
      this.told = capture;
      try {
        const { kernel, user } = await helper.request('stackFormats', {});
        const formats = [kernel, user].filter(text => text !== undefined);
        await this.worker.request('recordStacks', { formats });
      } catch (error) {
        this.told = undefined;
        throw error;
      }
    }
  }
}
