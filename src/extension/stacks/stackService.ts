import { withStacks } from '../session/attachRequest';
import type { HelperRequests } from '../session/helperAccess';
import type { OwnedProbe } from '../session/ownedProbe';
import type { ProbeStore } from '../session/probeStore';
import type { EventClient } from '../../workers/eventClient';
import { HelperError } from '../../protocol/helperError';

/** Switches the recording of stacks with the hits of probes. */
export class StackService {
  /** The capture that runs, and whether its worker knows how stacks are laid out. */
  private capture: number | undefined;
  private isTold = false;

  /** @param helper the one that runs */
  constructor(
    private readonly helper: () => HelperRequests | undefined,
    private readonly store: ProbeStore,
    private readonly worker: Pick<EventClient, 'request'>,
    private readonly log: { warn(message: string): void },
  ) {}

  /** For a capture that is about to begin: how stacks are laid out, where a probe has them recorded. */
  async formats(): Promise<readonly string[]> {
    this.capture = undefined;
    this.isTold = false;
    try {
      const formats = this.areRecorded ? await this.read() : [];
      this.isTold = formats.length > 0;
      return formats;
    } catch (error) {
      // The events come all the same.
      this.log.warn(`Stacks: ${String(error)}`);
      return [];
    }
  }

  /** A capture has begun, of whose stacks {@link formats} tells. */
  began(capture: number): void {
    this.capture = capture;
    // Unless it was asked for since.
    void this.tell();
  }

  /** Probes came amid a capture: one may have its stacks recorded. */
  async tell(): Promise<void> {
    try {
      await (this.areRecorded ? this.tellFormats() : undefined);
    } catch (error) {
      this.log.warn(`Stacks: ${String(error)}`);
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

  private get areRecorded(): boolean {
    return this.store.probes.some(({ request }) => request.stacks === true);
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
    if (this.capture === undefined || this.isTold) {
      return;
    }
    this.isTold = true;
    try {
      const formats = await this.read();
      await this.worker.request('recordStacks', { formats });
    } catch (error) {
      this.isTold = false;
      throw error;
    }
  }

  private async read(): Promise<string[]> {
    const { kernel, user } = (await this.helper()?.request('stackFormats', {})) ?? {};
    return [kernel, user].filter(text => text !== undefined);
  }
}
