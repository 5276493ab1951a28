import { basename } from 'node:path';
import type { SymbolFile } from '../../workers/symbolClient';
import type { ProbeSite } from '../../workers/symbolMessages';
import { requestLabel, type UserAttachRequest } from '../session/attachRequest';
import { isRisk } from '../session/riskTaken';
import type { Translate } from '../text/translate';
import { inspectPlace } from './inspectPlace';
import { judgePlace } from './judgePlace';
import type { SiteRules } from './siteRules';

/** A request whose place does no harm, or whose risk was taken, with what decoding told of it. */
export interface DecodedRequest {
  readonly request: UserAttachRequest;
  readonly site: ProbeSite;
}

/** A function that is not probed, and why: sentences or words of one code are alike for all. */
export interface RefusedPlace {
  readonly name: string;
  readonly code: string;
  readonly why: string;
  /** Where that is only not proved: the request as one who takes the risk makes it. */
  readonly unproved?: DecodedRequest;
}

export interface DecodedMany {
  readonly fine: readonly DecodedRequest[];
  readonly refused: readonly RefusedPlace[];
}

/**
 * Looks at the code of each request's place, which the symbol table does not know, one after the other.
 * `onEach` is told how many are done. Rejects with the signal's reason when aborted.
 */
export async function decodedMany(
  file: Pick<SymbolFile, 'inspect' | 'info'>,
  requests: readonly UserAttachRequest[],
  rules: SiteRules,
  t: Translate,
  onEach: (done: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<DecodedMany> {
  const fine: DecodedRequest[] = [];
  const refused: RefusedPlace[] = [];
  for (const [index, request] of requests.entries()) {
    signal?.throwIfAborted();
    const { path, offset } = request.target;
    const { kind } = request;
    const site = await inspectPlace(path, file, offset, t);
    const place = { file: basename(path), offset };
    const verdict = await judgePlace(site, kind, place, rules, t);
    if (verdict.ok) {
      const risk = verdict.risk && { risk: verdict.risk };
      const target = { ...request.target, ...risk, cost: site.cost };
      fine.push({ request: { ...request, target }, site });
    } else {
      refused.push({
        ...{ name: requestLabel(request), code: site[kind].ok ? '' : site[kind].code },
        ...{ why: verdict.refusal, ...unproved(request, site) },
      });
    }
    onEach(index + 1);
  }
  return { fine, refused };
}

function unproved(
  request: UserAttachRequest,
  site: ProbeSite,
): Pick<RefusedPlace, 'unproved'> | undefined {
  const verdict = site[request.kind];
  if (verdict.ok || !isRisk(verdict.code) || site.row?.fileOffset === undefined) {
    return undefined;
  }
  const target = { ...request.target, risk: verdict.code, cost: site.cost };
  return { unproved: { request: { ...request, target }, site } };
}
