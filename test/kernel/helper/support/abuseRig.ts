import { expect } from 'vitest';
import { builtHelper, removeHelper } from './builtHelper';
import { HandClient, type Answer } from './handClient';
import { leftOf } from './kernelState';
import { RunningHelper } from './runningHelper';
import { Target, type UprobeRequest } from './target';
import { Witness, witnessName } from './witness';

/** Nobody on Debian: owns no file and no process of the tests. */
export const USER = 65534;

/** A command that takes away the other tool's event. */
export const REMOVE_THEIRS = `-:${witnessName()}/theirs`;

/** A helper with one armed probe, another tool's event and instance beside it, and a peer that is not ours. */
export class AbuseRig {
  private constructor(
    readonly file: string,
    readonly target: Target,
    readonly witness: Witness,
    readonly helper: RunningHelper,
    readonly client: HandClient,
    /** A request for a probe that is fine. */
    readonly good: UprobeRequest,
  ) {}

  static async start(): Promise<AbuseRig> {
    const file = await builtHelper();
    const target = await Target.compile();
    const witness = await Witness.plant(target);
    const helper = new RunningHelper(file, { env: { SUDO_UID: `${USER}` } });
    const client = new HandClient(helper);
    await client.ask('hello', { protocol: 1, client: 'abuse' });
    const good = await target.probe();
    const rig = new AbuseRig(file, target, witness, helper, client, good);
    expect(codeOf(await client.ask('create', { probes: [good] }))).toBe('none');
    expect(await rig.tables()).toHaveLength(4);
    return rig;
  }

  /** What the kernel has of ours and of the other tool, and of the group that cases would make. */
  async tables(): Promise<string[]> {
    const own = await this.witness.and(`_p${this.helper.child.pid}_`);
    return [...own, ...(await leftOf('abused'))];
  }

  /** Refused with one of `codes`, which `|` separates, the kernel's tables as they were, and the next request answered. */
  async refuses(method: string, params: unknown, codes: string): Promise<void> {
    const before = await this.tables();
    const text = typeof params === 'string' ? params : JSON.stringify(params);
    const answer = await this.client.askRaw(method, text);
    expect(codes.split('|'), JSON.stringify(answer)).toContain(codeOf(answer));
    expect(await this.tables()).toEqual(before);
    const { result } = await this.client.ask('list', {});
    const [first] = (result as { probes: unknown[] }).probes;
    expect(first).toMatchObject({ handle: 1, enabled: true });
  }

  async stop(): Promise<void> {
    const name = `_p${this.helper.child.pid}_`;
    const exit = await this.helper.close();
    await this.witness.remove();
    await this.target.remove();
    await removeHelper(this.file);
    expect(exit).toBe(0);
    expect(await leftOf(name)).toEqual([]);
  }
}

/** Why a request, or the first item of a batch that failed, was refused; `none` if nothing was. */
export function codeOf(answer: Answer): string {
  const items = (answer.result as { results?: { error?: { code: string } }[] } | undefined)
    ?.results;
  const item = items?.find(({ error }) => error !== undefined);
  return answer.error?.data?.code ?? item?.error?.code ?? 'none';
}
