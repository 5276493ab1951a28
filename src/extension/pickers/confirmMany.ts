import * as vscode from 'vscode';
import type { RefusedPlace } from '../binaries/decodedMany';
import { copyLines } from '../export/copyProbes';
import { lineOrReason } from '../export/tracefsLine';
import { askCommonFilter, filterItem, filterTitle } from '../filters/askFilter';
import { withFilter, type AttachRequest } from '../session/attachRequest';
import type { Mappers } from '../session/ownedProbe';
import { joined, type Joinable } from '../session/places';
import { groupedNumber } from '../text/numbers';
import { scopeDescription } from '../scope/scopeText';
import type { AttachTools } from './attachTools';
import { costRow } from './costRow';
import { labelText } from './itemText';
import { namesText, refusedGroups } from './manyText';
import type { StepRow } from './refill';
import { scopeText } from './scopeText';
import { stepPick } from './stepPick';

/** Most functions that are offered a probe each: a kernel takes some 50 ms to stop one. */
const MAX_SEPARATE = 64;
const MAX_NAME = 100;

/** What is known of several functions before they are attached to. */
export interface Many {
  /** One for each function, all of one kind and file. */
  readonly requests: Joinable;
  /** The same past the entry's `endbr64` where that is cheaper; how many that are. */
  readonly cheaper?: { readonly requests: Joinable; readonly count: number };
  /** What the hits cost. */
  readonly costs: string;
  readonly refused: readonly RefusedPlace[];
  /** What is attached beside them, and how many that are in words. */
  readonly besides?: { readonly text: string; readonly requests: readonly AttachRequest[] };
  /** What the probe is called unless the user says otherwise. */
  readonly label: string;
  /** They were not chosen in a picker, so that there is no step to go back to. */
  readonly isFirst?: boolean;
  readonly tools: Pick<AttachTools, 'scope' | 'probes'>;
  /** Who runs the file now. */
  readonly users?: () => Promise<Mappers | undefined>;
}

type Step = 'attach' | 'cheaper' | 'filter' | 'name' | 'separate' | 'copy';
type StepItem = StepRow<Step>;

/**
 * The last step before several functions are attached to: how many, what they cost, which are left out
 * and why. One event for all comes first, as stopping takes as long as for a single function. Resolves
 * with all that is to be attached; `back` for the step before.
 */
export async function confirmMany(
  many: Many,
): Promise<readonly AttachRequest[] | 'back' | undefined> {
  let { label } = many;
  let filter: string | undefined;
  const besides = many.besides?.requests ?? [];
  const all = (requests: readonly AttachRequest[]): AttachRequest[] =>
    [...requests, ...besides].map(request => withFilter(request, filter));
  for (;;) {
    const now = { label, filter };
    const step = await stepPick<Step>({
      title: titleOf(many, label),
      isFirst: many.isFirst ?? false,
      items: users => stepItems(many, now, users),
      users: many.users,
    });
    switch (step) {
      case 'attach':
        return all(joined(many.requests, label));
      case 'cheaper':
        return all(joined(many.cheaper?.requests ?? many.requests, label));
      case 'separate':
        return all(many.requests);
      case 'filter': {
        const title = filterTitle(label, vscode.l10n.t);
        filter = await askCommonFilter(all(many.requests), filter, title);
        break;
      }
      case 'copy':
        await copyLines(joined(many.requests, label));
        break;
      case 'name':
        label = (await askName(label)) ?? label;
        break;
      default:
        return step;
    }
  }
}

function titleOf({ requests: [first] }: Many, label: string): string {
  return vscode.l10n.t('Attach {0}: {1}', first?.kind ?? '', label);
}

function stepItems(
  many: Many,
  { label, filter }: { readonly label: string; readonly filter: string | undefined },
  users: Mappers | undefined,
): StepItem[] {
  const t = vscode.l10n.t;
  const locale = vscode.env.language;
  const [first] = many.requests;
  if (first === undefined) {
    return [];
  }
  const count = groupedNumber(many.requests.length, locale);
  const events = joined(many.requests, label);
  const facts = [
    many.costs,
    scopeText(first, users, t, locale),
    events.length === 1
      ? t('one event, switched as one')
      : t('{0} events, as one cannot hold them', events.length),
    many.besides === undefined ? '' : t('and {0}', many.besides.text),
  ];
  const item = (step: Step, icon: string, text: string, detail: string): StepItem => ({
    ...{ step, label: `$(${icon}) ${text}`, detail: labelText(detail), alwaysShow: true },
  });
  const line = events[0] && lineOrReason(events[0]);
  const { scope, probes } = many.tools;
  return [
    {
      ...item(
        'attach',
        'add',
        t('Attach to {0} Functions', count),
        facts.filter(Boolean).join(' · '),
      ),
      description: scopeDescription(scope.current, t),
    },
    ...(events[0] ? [costRow([events[0]], probes.probes)] : []),
    ...(many.cheaper
      ? [
          item(
            'cheaper',
            'zap',
            t('Attach Past endbr64 Where Cheaper'),
            t(
              '{0} of them then cost ~1 µs a hit: one instruction later, the same calls with the same arguments',
              groupedNumber(many.cheaper.count, locale),
            ),
          ),
        ]
      : []),
    { step: 'filter', ...filterItem(filter, t) },
    item('name', 'edit', t('Change the Name'), label),
    ...(many.requests.length <= MAX_SEPARATE
      ? [
          item(
            'separate',
            'list-unordered',
            t('Attach as {0} Separate Probes', count),
            t('A row and a switch for each; stopping takes some 50 ms each'),
          ),
        ]
      : []),
    ...(line && 'line' in line
      ? [
          item(
            'copy',
            'copy',
            t('Copy the {0} tracefs Lines', count),
            line.line.split('\n', 1)[0] ?? '',
          ),
        ]
      : []),
    ...refusedItems(many.refused),
  ];
}

/** Rows that only tell: nothing happens when they are chosen. */
function refusedItems(refused: readonly RefusedPlace[]): StepItem[] {
  const t = vscode.l10n.t;
  const locale = vscode.env.language;
  return refusedGroups(refused).map(({ why, names }) => ({
    label: `$(circle-slash) ${
      names.length === 1
        ? t('1 function is left out')
        : t('{0} functions are left out', groupedNumber(names.length, locale))
    }`,
    description: labelText(namesText(names, t, locale)),
    detail: labelText(why),
    alwaysShow: true,
  }));
}

async function askName(label: string): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('The name of the probe'),
    prompt: vscode.l10n.t('Its event is named after it.'),
    value: label,
    ignoreFocusOut: true,
    validateInput: text =>
      text.trim() === '' || text.length > MAX_NAME
        ? vscode.l10n.t('Give a name of 1 to {0} characters.', MAX_NAME)
        : undefined,
  });
  return name?.trim();
}
