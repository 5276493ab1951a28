import type { HelperErrorData } from '../../protocol/errors';
import type { Limits } from '../../protocol/limits';
import { MAX_BATCH } from '../../protocol/probes';
import { withFilter, type AttachRequest } from './attachRequest';
import type { Attacher } from './attacher';
import type { HelperLife, HelperRequests } from './helperAccess';
import type { OwnedProbe, ProbeState } from './ownedProbe';
import { ProbeMaker, type MakeItem, type NotMade } from './probeMaker';
import { isFilterRefused, isTypedLineRefused, type ProbeFailure } from './probeFailure';
import type { ProbeStore } from './probeStore';
import { replaceProbes, type Replacement } from './replaceProbes';

/** How the service tells people; the extension implements it. */
export interface ProbeServiceUi {
  /** Shows that something is done to `count` probes until it settles. */
  progress<T>(work: Promise<T>, what: ProbeWork, count: number): Promise<T>;
  /** What failed although the helper answered. */
  failed(failures: readonly ProbeFailure[]): void;
  /** Has a filter corrected that was refused when `requests` were to be attached: calls `again` with another one. */
  correctFilter?(
    refused: ProbeFailure,
    requests: readonly AttachRequest[],
    again: (filter: string | undefined) => Promise<ProbeFailure | undefined>,
  ): Promise<void>;
  /** Has the line of the one probe corrected that the user typed and the kernel refused: calls `again` with another one. */
  correctLine?(
    refused: ProbeFailure,
    again: (request: AttachRequest) => Promise<ProbeFailure | undefined>,
  ): Promise<void>;
  /** What the user had removed, as it was before. */
  removed?(probes: readonly OwnedProbe[]): void;
  /** What ended the whole action. */
  error(error: unknown): void;
}

type Change = 'enable' | 'disable' | 'remove';

/** What takes time: making probes, and the changes to them. */
export type ProbeWork = 'create' | 'rearm' | Change;

/** What came of attaching. */
interface Attempt {
  readonly owned: readonly OwnedProbe[];
  readonly failures: readonly ProbeFailure[];
}

/** Every change to this window's probes: asks the helper, then keeps the store true to its answer. */
export class ProbeService implements Pick<Attacher, 'attach'> {
  constructor(
    private readonly helper: HelperLife,
    private readonly store: ProbeStore,
    private readonly ui: ProbeServiceUi,
    /** Looks at the files of all probes, when some are about to be armed. */
    private readonly look: () => Promise<void> = () => Promise.resolve(),
    /** What is to end a probe that is made now. */
    private readonly limitsOf: (request: AttachRequest) => Limits | undefined = () => undefined,
  ) {}

  async attach(requests: readonly AttachRequest[]): Promise<readonly OwnedProbe[]> {
    const attached = await this.tryAttach(requests);
    const { owned, failures } = (await this.corrected(requests, attached)) ?? attached;
    this.tell(failures);
    return owned;
  }

  /** Makes lost probes again, each in its place and with its old state. */
  async recreate(keys: Iterable<number>): Promise<void> {
    const lost = byState(await this.safe(keys), 'lost');
    await this.make(
      lost.map(({ key, request, probe }) => ({ key, request, enable: probe.enabled })),
    );
  }

  /** Arms what is stopped and makes again what is lost. */
  async start(keys: Iterable<number>): Promise<void> {
    const probes = await this.safe(keys);
    await this.change('enable', byState(probes, 'stopped'));
    const lost = byState(probes, 'lost');
    await this.make(lost.map(({ key, request }) => ({ key, request, enable: true })));
  }

  async stop(keys: Iterable<number>): Promise<void> {
    await this.change('disable', byState(await this.settled(keys), 'armed'));
  }

  /** Takes out of the kernel what has come to be inside other code; it is armed again when it is made again. */
  async halt(keys: Iterable<number>): Promise<void> {
    const armed = byState(await this.settled(keys), 'armed');
    await this.change('disable', armed);
    this.store.setHalted(armed.map(({ key }) => key));
  }

  /** Makes probes again at other places, each in its row; resolves with those that are there now. */
  async replace(items: readonly Replacement[]): Promise<readonly OwnedProbe[]> {
    await this.helper.stopped();
    const failures = await this.run('rearm', items.length, helper => {
      return replaceProbes(helper, this.store, this.maker(helper), items, Date.now());
    });
    this.tell(failures);
    return items.flatMap(({ key, request }) => {
      const probe = this.store.get(key);
      return probe?.request === request && probe.state !== 'lost' ? probe : [];
    });
  }

  async remove(keys: Iterable<number>): Promise<void> {
    const probes = await this.settled(keys);
    this.store.remove(byState(probes, 'lost').map(probe => probe.key));
    await this.change(
      'remove',
      probes.filter(probe => probe.state !== 'lost'),
    );
    this.ui.removed?.(probes.filter(({ key }) => this.store.get(key) === undefined));
  }

  /** Makes removed probes again as they were; what was lost already is only listed again. */
  async bringBack(probes: readonly OwnedProbe[]): Promise<void> {
    this.store.restore(byState(probes, 'lost'));
    const present = probes.filter(({ state }) => state !== 'lost');
    await this.make(present.map(({ request, state }) => ({ request, enable: state === 'armed' })));
  }

  /** What came of it once the user had corrected what was typed; undefined where that is not what is wrong. */
  private async corrected(
    requests: readonly AttachRequest[],
    attached: Attempt,
  ): Promise<Attempt | undefined> {
    const filter = attached.failures.find(isFilterRefused);
    if (filter && this.ui.correctFilter) {
      return this.filterCorrected(filter, requests, attached);
    }
    const [line] = attached.failures;
    return line && requests.length === 1 && isTypedLineRefused(line) && this.ui.correctLine
      ? this.lineCorrected(line)
      : undefined;
  }

  private async lineCorrected(refused: ProbeFailure): Promise<Attempt> {
    let ended: Attempt = { owned: [], failures: [] };
    await this.ui.correctLine?.(refused, async request => {
      const attempt = await this.tryAttach([request]);
      const again = attempt.failures.find(
        failure => isFilterRefused(failure) || isTypedLineRefused(failure),
      );
      if (!again) {
        ended = attempt;
      }
      return again;
    });
    return ended;
  }

  /** All or none: a filter is meant for all, so while it is corrected nothing is attached. */
  private async filterCorrected(
    refused: ProbeFailure,
    requests: readonly AttachRequest[],
    attached: Attempt,
  ): Promise<Attempt> {
    await this.change('remove', attached.owned);
    let ended: Attempt = { owned: [], failures: [] };
    await this.ui.correctFilter?.(refused, requests, async filter => {
      const attempt = await this.tryAttach(
        requests.map(request =>
          request.filter === refused.request.filter ? withFilter(request, filter) : request,
        ),
      );
      const again = attempt.failures.find(isFilterRefused);
      if (again) {
        await this.change('remove', attempt.owned);
      } else {
        ended = attempt;
      }
      return again;
    });
    return ended;
  }

  private tryAttach(requests: readonly AttachRequest[]): Promise<Attempt> {
    return this.tryMake(requests.map(request => ({ request, enable: true })));
  }

  private async make(items: readonly MakeItem[]): Promise<void> {
    const { failures } = await this.tryMake(items);
    this.tell(failures);
  }

  private async tryMake(items: readonly MakeItem[]): Promise<Attempt> {
    const owned: OwnedProbe[] = [];
    if (items.length === 0) {
      return { owned, failures: [] };
    }
    const failures = await this.run('create', items.length, async helper => {
      const failed = await this.maker(helper).make(items, made => {
        owned.push(...this.store.add(made.map(({ item, probe }) => ({ ...item, probe }))));
      });
      return failed.map(({ item, error }: NotMade) => ({ request: item.request, error }));
    });
    return { owned, failures };
  }

  private maker(helper: HelperRequests): ProbeMaker {
    return new ProbeMaker(helper, target => this.groupOf(target), this.limitsOf);
  }

  private async change(change: Change, probes: readonly OwnedProbe[]): Promise<void> {
    if (probes.length === 0) {
      return;
    }
    const refused = await this.run(change, probes.length, async helper => {
      const failures: ProbeFailure[] = [];
      for (let at = 0; at < probes.length; at += MAX_BATCH) {
        failures.push(
          ...(await this.changeBatch(helper, change, probes.slice(at, at + MAX_BATCH))),
        );
      }
      return failures;
    });
    this.tell(refused);
  }

  private async changeBatch(
    helper: HelperRequests,
    change: Change,
    batch: readonly OwnedProbe[],
  ): Promise<ProbeFailure[]> {
    const handles = batch.map(probe => probe.probe.handle);
    const { results } = await helper.request(change, { handles });
    const failures: ProbeFailure[] = [];
    const done: number[] = [];
    batch.forEach((probe, index) => {
      const result = results[index];
      if (!result || result.ok || (change === 'remove' && isGone(result.error))) {
        done.push(probe.key);
      } else {
        failures.push({ request: probe.request, error: result.error });
      }
    });
    if (change === 'remove') {
      this.store.remove(done);
    } else {
      this.store.setState(done, change === 'enable' ? 'armed' : 'stopped');
    }
    return failures;
  }

  private async run(
    what: ProbeWork,
    count: number,
    work: (helper: HelperRequests) => Promise<readonly ProbeFailure[]>,
  ): Promise<readonly ProbeFailure[]> {
    try {
      const helper = await this.helper.connected();
      return await this.ui.progress(work(helper), what, count);
    } catch (error) {
      this.ui.error(error);
      return [];
    }
  }

  private tell(failures: readonly ProbeFailure[]): void {
    if (failures.length > 0) {
      this.ui.failed(failures);
    }
  }

  /** A probe in a file that was written over would be armed inside other code: such are told, and left out. */
  private async safe(keys: Iterable<number>): Promise<OwnedProbe[]> {
    await this.look();
    const probes = await this.settled(keys);
    const error = { code: 'fileChanged', message: 'The file was written over in place.' } as const;
    const overwritten = probes.filter(({ file }) => file?.state === 'overwritten');
    if (overwritten.length > 0) {
      this.ui.failed(overwritten.map(({ request }) => ({ request, error })));
    }
    return probes.filter(probe => !overwritten.includes(probe));
  }

  /** Lost probes were in groups of another helper. */
  private groupOf(target: string): number | undefined {
    const group = this.store.groups.find(candidate => candidate.target === target);
    return group?.probes.find(probe => probe.state !== 'lost')?.probe.group.id;
  }

  /** The probes as they are once no stop is under way: a helper that ends is not asked, nor a new one started. */
  private async settled(keys: Iterable<number>): Promise<OwnedProbe[]> {
    await this.helper.stopped();
    return [...keys].flatMap(key => this.store.get(key) ?? []);
  }
}

function byState(probes: readonly OwnedProbe[], state: ProbeState): OwnedProbe[] {
  return probes.filter(probe => probe.state === state);
}

/** Whoever removes a probe that is no longer there has what they wanted. */
function isGone(error: HelperErrorData): boolean {
  return error.code === 'notFound';
}
