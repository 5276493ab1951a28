import type { Binary } from '../binaries/openBinaries';
import type { SiteTarget } from '../binaries/siteTarget';
import { isUserRequest, type UserAttachRequest } from '../session/attachRequest';
import type { OwnedProbe } from '../session/ownedProbe';
import type { ProbeStore } from '../session/probeStore';
import type { Replacement } from '../session/replaceProbes';
import type { Translate } from '../text/translate';
import { resolveAgain, type ResolvedAgain } from './resolveAgain';

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
  /** Rejects for a file that cannot be read. */
  readonly open: (path: string) => Promise<Binary>;
  readonly placeAt: (
    request: UserAttachRequest,
    file: Binary['file'],
    offset: bigint,
  ) => Promise<SiteTarget>;
  readonly replace: (items: readonly Replacement[]) => Promise<readonly OwnedProbe[]>;
}

/** Makes stale probes again in the files that took the place of theirs. */
export class Rearmer {
  /** Paths under way: a second press waits for nothing and changes nothing. */
  private readonly busy = new Set<string>();

  constructor(
    private readonly parts: RearmParts,
    private readonly t: Translate,
  ) {}

  /**
   * All in one go for each file. Those that were stopped by hand stay stopped unless `enable` says
   * otherwise. Rejects for a file that cannot be read.
   */
  async rearm(keys: Iterable<number>, enable = false): Promise<RearmResult> {
    const byPath = new Map<string, OwnedProbe[]>();
    for (const key of keys) {
      const probe = this.parts.store.get(key);
      if (probe && isUserRequest(probe.request)) {
        const { path } = probe.request.target;
        byPath.set(path, [...(byPath.get(path) ?? []), probe]);
      }
    }
    const results: RearmResult[] = [];
    for (const [path, probes] of byPath) {
      if (!this.busy.has(path)) {
        this.busy.add(path);
        try {
          results.push(await this.rearmFile(path, probes, enable));
        } finally {
          this.busy.delete(path);
        }
      }
    }
    return {
      rearmed: results.flatMap(({ rearmed }) => rearmed),
      failed: results.flatMap(({ failed }) => failed),
    };
  }

  private async rearmFile(
    path: string,
    probes: readonly OwnedProbe[],
    enable: boolean,
  ): Promise<RearmResult> {
    const items: Replacement[] = [];
    const failed: NotRearmed[] = [];
    const binary = await this.parts.open(path);
    try {
      for (const probe of probes) {
        const { key, request } = probe;
        if (!isUserRequest(request)) {
          continue;
        }
        const found = await resolveAgain(
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
