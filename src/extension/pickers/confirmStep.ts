import * as vscode from 'vscode';
import { leftOut, usdtText } from '../binaries/usdtText';
import { wantedCaller } from '../callers/wantedCaller';
import { askFilter, filterItem } from '../filters/askFilter';
import { lineOrReason } from '../export/tracefsLine';
import { requestLabel, type AttachRequest } from '../session/attachRequest';
import type { Mappers } from '../session/ownedProbe';
import type { ProbeSite } from '../../workers/symbolMessages';
import { attachItem } from './attachItem';
import type { AttachTools } from './attachTools';
import { costRow } from './costRow';
import { siteText } from './costText';
import { labelText } from './itemText';
import { noOtherPlace, type TargetAtOffset } from './lineEdit';
import { editLine } from './lineInput';
import { treeLabel } from '../probesView/treeLabel';
import { askMaxActive } from './maxActiveInput';
import { pastEndbr } from './pastEndbr';
import type { StepRow } from './refill';
import { scopeText } from './scopeText';
import { stepPick } from './stepPick';
import { callValues, callValuesText, withCallValues } from './withArguments';

/** What the last step knows of the place, or may look up meanwhile. */
export interface ConfirmLookups {
  /** What decoding the function told of its first byte. */
  readonly site?: ProbeSite;
  /** Who runs the file now. */
  readonly users?: () => Promise<Mappers | undefined>;
  /** The file's, as {@link callValues} takes it. */
  readonly machine?: string;
  /** The target at another offset of the file. */
  readonly targetAt?: TargetAtOffset;
  readonly tools: Pick<AttachTools, 'scope' | 'probes'>;
  /** Left out, there is a step before, to go back to. */
  readonly isFirst?: boolean;
}

type Step = 'attach' | 'filter' | 'values' | 'pastEndbr' | 'line' | 'maxActive';
type StepItem = StepRow<Step>;

/**
 * The last step before anything is written: target and scope, Attach first, the exact line one key
 * away. Resolves with the request, which the line may have changed; `back` for the step before.
 */
export async function confirmStep(
  request: AttachRequest,
  lookups: ConfirmLookups,
): Promise<AttachRequest | 'back' | undefined> {
  let current = wantedCaller(request);
  for (;;) {
    const asked = current;
    const step = await stepPick<Step>({
      title: vscode.l10n.t('Attach {0}: {1}', asked.kind, requestLabel(asked)),
      isFirst: lookups.isFirst ?? false,
      items: users => stepItems(asked, users, lookups),
      users: lookups.users,
    });
    switch (step) {
      case 'attach':
        return current;
      case 'line': {
        const edited = await editLine(current, lookups.targetAt ?? noOtherPlace(vscode.l10n.t));
        if (edited) {
          return edited;
        }
        break;
      }
      case 'values':
        return withCallValues(current, lookups.machine);
      case 'pastEndbr':
        return pastEndbr(current, lookups.site);
      case 'filter':
        current = await askFilter(current);
        break;
      case 'maxActive':
        if (current.kind === 'kretprobe') {
          current = await askMaxActive(current);
        }
        break;
      default:
        return step;
    }
  }
}

/** The offer to fetch what a call hands over, where that is known. */
function valuesItem(request: AttachRequest, machine: string | undefined): StepItem[] {
  const values = callValues(request, machine);
  if (!values) {
    return [];
  }
  const { label, detail } = callValuesText(request, values, vscode.l10n.t);
  return [{ step: 'values', label: `$(symbol-parameter) ${label}`, detail, alwaysShow: true }];
}

function stepItems(
  request: AttachRequest,
  users: Mappers | undefined,
  { site, machine, tools }: ConfirmLookups,
): StepItem[] {
  const t = vscode.l10n.t;
  const facts = [
    ...(site?.row ? usdtText(site.row, t) : []),
    scopeText(request, users, t, vscode.env.language),
    ...(site ? siteText(site, t) : []),
    ...(site?.row?.usdt ? leftOut(site.row.usdt, t) : []),
  ];
  const items: StepItem[] = [
    attachItem(t('Attach to {0}', labelText(treeLabel(request))), facts, tools),
    costRow([request], tools.probes.probes),
  ];
  const text = lineOrReason(request);
  if (text && 'line' in text) {
    items.push({
      step: 'line',
      label: `$(edit) ${t('Show tracefs Line')}`,
      detail: labelText(text.line.split('\n', 1)[0] ?? ''),
      alwaysShow: true,
    });
  }
  items.push(...valuesItem(request, machine), { step: 'filter', ...filterItem(request.filter, t) });
  if (request.kind === 'uprobe' && site?.pastEndbr !== undefined) {
    items.push({
      step: 'pastEndbr',
      label: `$(zap) ${t('Attach Past endbr64')}`,
      detail: t('~1 µs a hit: one instruction later, the same calls with the same arguments'),
      alwaysShow: true,
    });
  }
  if (request.kind === 'kretprobe') {
    items.push({
      step: 'maxActive',
      label: `$(settings) ${t('Set maxactive')}`,
      detail:
        request.maxActive === undefined
          ? t('Calls followed at a time: the kernel decides')
          : t('Calls followed at a time: {0}', request.maxActive),
      alwaysShow: true,
    });
  }
  return items;
}
