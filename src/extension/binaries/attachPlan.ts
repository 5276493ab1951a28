import type { RefusalCode, SymbolRow, Verdict } from '../../elf/symbolRow';
import type { ElfFileInfo } from '../../workers/symbolMessages';
import type { UserAttachRequest } from '../session/attachRequest';
import { userSymbol } from './userSymbol';

export type Refusal = {
  readonly row: SymbolRow;
  readonly verdict: Extract<Verdict, { ok: false }>;
};

/** What of some chosen rows can be attached, and what cannot. */
export interface AttachPlan {
  readonly requests: readonly UserAttachRequest[];
  readonly refused: readonly Refusal[];
}

/**
 * Splits the rows; two names of one address make one probe.
 * @param isJudgedLater which refusals are not final: the rows' places are looked at again
 */
export function attachPlan(
  kind: UserAttachRequest['kind'],
  path: string,
  info: ElfFileInfo,
  rows: readonly SymbolRow[],
  isJudgedLater: (code: RefusalCode) => boolean = () => false,
): AttachPlan {
  const requests = new Map<bigint | string, UserAttachRequest>();
  const refused: Refusal[] = [];
  for (const row of rows) {
    const verdict = row[kind];
    const target = userSymbol(path, info, row);
    if (!verdict.ok && !(target && isJudgedLater(verdict.code))) {
      refused.push({ row, verdict });
    } else if (target) {
      // A USDT probe may be at a function's first byte, and has other places too.
      const place = target.usdt ? row.name : target.offset;
      requests.set(place, requests.get(place) ?? { kind, target });
    }
  }
  return { requests: [...requests.values()], refused };
}
