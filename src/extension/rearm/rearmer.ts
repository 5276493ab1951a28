import type { Binary } from '../binaries/openBinaries';
import type { SiteTarget } from '../binaries/siteTarget';
import { isUserRequest, type UserAttachRequest } from '../session/attachRequest';
import { isStale, targetOf, type OwnedProbe } from '../session/ownedProbe';
import type { ProbeStore } from '../session/probeStore';
import type { Replacement } from '../session/replaceProbes';
import type { Translate } from '../text/translate';
import type { ResolvedAgain } from './resolveAgain';
import { resolveAll } from './resolveAll';

/** A probe whose function was not found again, and why. */
export interface NotRearmed {
  readonly key: number;
  readonly request: UserAttachRequest;
  readonly why: Extract<ResolvedAgain, { sentence: string }>;
}

/** What re-arming a file's probes came to. */
export interface RearmResult {
  /** Keys of those that are in the new file now. */
  readonly rearmed: readonly number[];
  readonly failed: readonly NotRearmed[];
}

/** What is needed to look into the new file and to change probes. */
export interface RearmParts {
  readonly store: ProbeStore;
  /** Opens what is where the probed file was. Rejects where that cannot be read. */
  readonly open: (request: UserAttachRequest) => Promise<Binary>;
  readonly placeAt: (
    request: UserAttachRequest,
    file: Binary['file'],
    offset: bigint,
  ) => Promise<SiteTarget>;
  readonly replace: (items: readonly Replacement[]) => Promise<readonly OwnedProbe[]>;
}

/** Makes stale probes again in the files that took the place of theirs. */
export class Rearmer {
  /** The last re-arming of each file that is under way: the next waits for it. */
  private readonly busy = new Map<string, Promise<unknown>>();

  constructor(
    private readonly parts: RearmParts,
    private readonly t: Translate,
  ) {}

  /**
   * All in one go for each file. Those that were stopped by hand stay stopped unless `enable` says
   * otherwise. Rejects for a file that cannot be read.
   */
  async rearm(keys: Iterable<number>, enable = false): Promise<RearmResult> {
    const byFile = new Map<string, number[]>();
    for (const key of keys) {
      const probe = this.parts.store.get(key);
      if (probe) {
        const file = targetOf(probe.request);
        byFile.set(file, [...(byFile.get(file) ?? []), key]);
      }
    }
    const results: RearmResult[] = [];
    for (const [file, ofFile] of byFile) {
      results.push(await this.inTurn(file, () => this.rearmFile(ofFile, enable)));
    }
    return {
      rearmed: results.flatMap(({ rearmed }) => rearmed),
      failed: results.flatMap(({ failed }) => failed),
    };
  }

  private async inTurn<T>(file: string, work: () => Promise<T>): Promise<T> {
    const before = this.busy.get(file)?.catch(() => undefined);
    const mine = Promise.resolve(before).then(work);
    this.busy.set(file, mine);
    try {
      return await mine;
    } finally {
      if (this.busy.get(file) === mine) {
        this.busy.delete(file);
      }
    }
  }

  private async rearmFile(keys: readonly number[], enable: boolean): Promise<RearmResult> {
    const items: Replacement[] = [];
    const failed: NotRearmed[] = [];
    // What was asked for twice is done by now.
    const probes = keys.flatMap(key => this.parts.store.get(key) ?? []).filter(isStale);
    const onFile = probes.flatMap(probe =>
      isUserRequest(probe.request) ? [{ probe, request: probe.request }] : [],
    );
    const [first] = onFile;
    if (!first) {
      return { rearmed: [], failed };
    }
    const binary = await this.parts.open(first.request);
    try {
      for (const { probe, request } of onFile) {
        const { key } = probe;
        const found = await resolveAll(
          request,
          binary.file,
          offset => this.parts.placeAt(request, binary.file, offset),
          this.t,
        );
        if ('request' in found) {
          items.push({ key, request: found.request, enable: enable || wasArmed(probe) });
        } else {
          failed.push({ key, request, why: found });
        }
      }
    } finally {
      binary.dispose();
    }
    const made = items.length > 0 ? await this.parts.replace(items) : [];
    return { rearmed: made.map(({ key }) => key), failed };
  }
}

/** Whether it counted before its file changed, or before its helper ended. */
function wasArmed({ state, isHalted, probe }: OwnedProbe): boolean {
  return state === 'armed' || isHalted === true || (state === 'lost' && probe.enabled);
}
