import * as vscode from 'vscode';
import type { RefusedPlace } from '../binaries/decodedMany';
import { copyLines } from '../export/copyProbes';
import { lineOrReason } from '../export/tracefsLine';
import type { AttachRequest } from '../session/attachRequest';
import type { Mappers } from '../session/ownedProbe';
import { joined, type Joinable } from '../session/places';
import { groupedNumber } from '../text/numbers';
import { labelText } from './itemText';
import { namesText, refusedGroups } from './manyText';
import { refill, type StepRow } from './refill';
import { scopeText } from './scopeText';

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
  /** What is attached beside them. */
  readonly besides?: string;
  /** What the probe is called unless the user says otherwise. */
  readonly label: string;
  /** Who runs the file now. */
  readonly users?: () => Promise<Mappers | undefined>;
}

type Step = 'attach' | 'cheaper' | 'name' | 'separate' | 'copy';
type StepItem = StepRow<Step>;

/**
 * The last step before several functions are attached to: how many, what they cost, which are left out
 * and why. One event for all comes first, as stopping takes as long as for a single function. Resolves
 * with what to attach; `back` for the step before.
 */
export async function confirmMany(
  many: Many,
): Promise<readonly AttachRequest[] | 'back' | undefined> {
  let { label } = many;
  for (;;) {
    const step = await chooseStep(many, label);
    switch (step) {
      case 'attach':
        return joined(many.requests, label);
      case 'cheaper':
        return joined(many.cheaper?.requests ?? many.requests, label);
      case 'separate':
        return many.requests;
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

function chooseStep(many: Many, label: string): Promise<Step | 'back' | undefined> {
  return new Promise(resolve => {
    const pick = vscode.window.createQuickPick<StepItem>();
    const end = (step: Step | 'back' | undefined): void => {
      resolve(step);
      pick.dispose();
    };
    const kind = many.requests[0]?.kind ?? '';
    pick.title = vscode.l10n.t('Attach {0}: {1}', kind, label);
    pick.placeholder = vscode.l10n.t('Enter attaches');
    pick.buttons = [vscode.QuickInputButtons.Back];
    pick.items = stepItems(many, label, undefined);
    pick.onDidTriggerButton(() => end('back'));
    pick.onDidAccept(() => {
      const [chosen] = pick.activeItems;
      if (!chosen || chosen.step !== undefined) {
        end(chosen?.step ?? 'attach');
      }
    });
    pick.onDidHide(() => end(undefined));
    pick.show();
    many.users?.().then(
      users => refill(pick, stepItems(many, label, users)),
      // The sentence holds without the number.
      () => undefined,
    );
  });
}

function stepItems(many: Many, label: string, users: Mappers | undefined): StepItem[] {
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
    many.besides === undefined ? '' : t('and {0}', many.besides),
  ];
  const item = (step: Step, icon: string, text: string, detail: string): StepItem => ({
    ...{ step, label: `$(${icon}) ${text}`, detail: labelText(detail), alwaysShow: true },
  });
  const line = events[0] && lineOrReason(events[0]);
  return [
    item('attach', 'add', t('Attach to {0} Functions', count), facts.filter(Boolean).join(' · ')),
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
    prompt: vscode.l10n.t('Its event is named after it. Enter accepts, Escape goes back.'),
    value: label,
    ignoreFocusOut: true,
    validateInput: text =>
      text.trim() === '' || text.length > MAX_NAME
        ? vscode.l10n.t('Give a name of 1 to {0} characters.', MAX_NAME)
        : undefined,
  });
  return name?.trim();
}
