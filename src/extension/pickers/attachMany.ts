import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SymbolRow } from '../../elf/symbolRow';
import type { SymbolFile } from '../../workers/symbolClient';
import { attachPlan, type Refusal } from '../binaries/attachPlan';
import { decodedMany, type DecodedMany, type RefusedPlace } from '../binaries/decodedMany';
import { shortRefusal } from '../binaries/refusal';
import { showRefusal, type GoToLibrary } from '../binaries/showRefusal';
import { withoutRisk, type SiteRules } from '../binaries/siteRules';
import { takenTogether } from '../binaries/takenTogether';
import { wantedCallers } from '../callers/wantedCaller';
import type { Attacher } from '../session/attacher';
import { isUserRequest, type UserAttachRequest } from '../session/attachRequest';
import { isJudgedAtPlace } from '../session/riskTaken';
import { attachConfirmed, type Left } from './attachConfirmed';
import type { AttachTools } from './attachTools';
import { confirmMany } from './confirmMany';
import { confirmStep } from './confirmStep';
import { confirmUsdt } from './confirmUsdt';
import { costsText, defaultLabel, usdtProbesText } from './manyText';
import { pastEndbr } from './pastEndbr';

/** From this many on decoding is shown, and can be cancelled. */
const SHOW_FROM = 50;

/** Where the chosen rows come from. */
export interface ManyRows {
  readonly kind: UserAttachRequest['kind'];
  readonly path: string;
  readonly file: SymbolFile;
  readonly rows: readonly SymbolRow[];
  /** The pattern that found them, if one did. */
  readonly pattern?: string;
}

/** Attaches one event to all of some rows that can be probed, once the user has seen what that means. */
export async function attachMany(
  chosen: ManyRows,
  tools: AttachTools,
  goTo: GoToLibrary,
): Promise<Left | undefined> {
  const { kind, path, file, rows } = chosen;
  const { attacher, rules } = tools;
  const isFirst = chosen.pattern === undefined;
  const t = vscode.l10n.t;
  const plan = attachPlan(kind, path, file.info, rows, isJudgedAtPlace);
  const [first] = plan.refused;
  if (plan.requests.length === 0) {
    if (first) {
      await showRefusal(first, file, goTo);
    }
    return undefined;
  }
  const decoded = await decode(file, plan.requests, rules);
  if (!decoded) {
    return 'cancelled';
  }
  const shortly = inFewWords(rows, kind);
  const refused = [...plan.refused.map(refusedRow), ...decoded.refused.map(shortly)];
  // A USDT probe has places and arguments of its own, which do not fit those of another.
  const isUsdt = ({ target }: UserAttachRequest): boolean => target.usdt !== undefined;
  const usdt = decoded.fine.flatMap(({ request }) => (isUsdt(request) ? [request] : []));
  const fine = decoded.fine.filter(({ request }) => !isUsdt(request));
  if (fine.length + usdt.length === 0) {
    sayFirst([...decoded.refused, ...refused]);
    return undefined;
  }
  const besides = usdt.length > 0 ? usdtProbesText(usdt, t, vscode.env.language) : undefined;
  const users = (): ReturnType<Attacher['payers']> =>
    attacher.payers({ path, device: file.info.dev, inode: file.info.inode });
  const [only, ...others] = decoded.fine;
  if (only && isUsdt(only.request) && others.length === 0) {
    const confirmed = await confirmStep(only.request, { site: only.site, isFirst, users, tools });
    return attachConfirmed(typeof confirmed === 'object' ? [confirmed] : confirmed, attacher);
  }
  if (fine.length === 0) {
    const costs = costsText(
      decoded.fine.map(({ site }) => site.cost),
      t,
      vscode.env.language,
    );
    const confirmed = await confirmUsdt(usdt, [besides ?? '', costs], users, isFirst, tools);
    return attachConfirmed(confirmed, attacher);
  }
  const label = chosen.pattern ?? defaultLabel(fine.length, basename(path), t, vscode.env.language);
  const confirmed = await confirmMany({
    requests: wantedCallers(fine.map(({ request }) => request)),
    ...cheaper(kind, fine),
    costs: costsText(
      fine.map(({ site }) => site.cost),
      t,
      vscode.env.language,
    ),
    refused,
    label,
    ...(besides === undefined ? {} : { besides: { text: besides, requests: usdt } }),
    isFirst,
    tools,
    users,
  });
  return attachConfirmed(confirmed, attacher);
}

function refusedRow({ row, verdict }: Refusal): RefusedPlace {
  const name = row.demangled ?? row.name;
  return { name, code: verdict.code, why: shortRefusal(verdict, vscode.l10n.t) };
}

function sayFirst([first]: readonly RefusedPlace[]): void {
  void vscode.window.showErrorMessage(first?.why ?? '');
}

/** What a row itself tells is alike for all of its kind; what decoding told is a sentence about one. */
function inFewWords(
  rows: readonly SymbolRow[],
  kind: UserAttachRequest['kind'],
): (place: RefusedPlace) => RefusedPlace {
  const byOffset = new Map(rows.map(row => [row.fileOffset, row]));
  return place => {
    const row = byOffset.get(place.unproved?.request.target.offset);
    const verdict = row?.[kind];
    return row && verdict && !verdict.ok ? refusedRow({ row, verdict }) : place;
  };
}

/** The same functions past `endbr64`, where some are cheaper there. */
function cheaper(
  kind: UserAttachRequest['kind'],
  fine: DecodedMany['fine'],
): { cheaper?: { requests: readonly UserAttachRequest[]; count: number } } {
  const count = fine.filter(({ site }) => site.pastEndbr !== undefined).length;
  if (kind !== 'uprobe' || count === 0) {
    return {};
  }
  const requests = fine.flatMap(({ request, site }) => {
    const past = pastEndbr(request, site);
    return isUserRequest(past) ? [past] : [];
  });
  return { cheaper: { requests: wantedCallers(requests), count } };
}

/** Those that do no harm, and those whose risk the user takes on. Undefined when the user cancelled. */
async function decode(
  file: SymbolFile,
  requests: readonly UserAttachRequest[],
  rules: SiteRules,
): Promise<DecodedMany | undefined> {
  const decoded = await decodeAll(file, requests, rules);
  return decoded && takenTogether(decoded, rules, vscode.l10n.t, vscode.env.language);
}

async function decodeAll(
  file: SymbolFile,
  requests: readonly UserAttachRequest[],
  rules: SiteRules,
): Promise<DecodedMany | undefined> {
  const isLong = requests.length >= SHOW_FROM;
  return vscode.window.withProgress(
    {
      location: isLong ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window,
      title: vscode.l10n.t('Decoding functions'),
      cancellable: isLong,
    },
    async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const onEach = (done: number): void =>
        progress.report({
          message: vscode.l10n.t('{0} of {1}', done, requests.length),
          increment: 100 / requests.length,
        });
      try {
        const t = vscode.l10n.t;
        return await decodedMany(file, requests, withoutRisk(rules), t, onEach, abort.signal);
      } catch (error) {
        if (abort.signal.aborted) {
          return undefined;
        }
        throw error;
      }
    },
  );
}
