import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SiteVerdict } from '../../elf/code/probeSite';
import type { SymbolFile } from '../../workers/symbolClient';
import { inspectPlace } from '../binaries/inspectPlace';
import { judgePlace } from '../binaries/judgePlace';
import { typingRules } from '../binaries/siteRules';
import { siteTarget } from '../binaries/siteTarget';
import { readSetting } from '../manifest/readSetting';
import type { UserAttachRequest } from '../session/attachRequest';
import { attachConfirmed, type Left } from './attachConfirmed';
import type { AttachTools } from './attachTools';
import { confirmStep } from './confirmStep';

/** How the user came to the last step. */
export interface Before {
  /** The user was told that it is a resolver, and wants it. */
  readonly isWarned?: boolean;
  /** It was chosen in no picker: there is no step to go back to. */
  readonly isFirst?: boolean;
}

/** Looks at the place, asks once more and attaches: the same from a picker and from the symbols editor. */
export async function lastStep(
  tools: AttachTools,
  { kind, target }: UserAttachRequest,
  file: SymbolFile,
  { isWarned = false, isFirst = false }: Before,
): Promise<Left | undefined> {
  const t = vscode.l10n.t;
  const { attacher, rules } = tools;
  const { path, offset } = target;
  const site = await inspectPlace(path, file, offset, t);
  const judged = await judgePlace(site, kind, { file: basename(path), offset }, rules, t);
  if (!judged.ok && !(isWarned && isOfResolver(site[kind]))) {
    void vscode.window.showErrorMessage(judged.refusal);
    return undefined;
  }
  const taken = judged.ok && judged.risk && { risk: judged.risk };
  const confirmed = await confirmStep(
    { kind, target: { ...target, ...taken, cost: site.cost } },
    {
      ...{ site, isFirst, tools, machine: file.info.machine },
      users: () => attacher.payers(target),
      targetAt: (other, isDone) =>
        siteTarget(path, file, kind, other, isDone ? rules : typingRules(mayRisk()), t),
    },
  );
  return attachConfirmed(typeof confirmed === 'object' ? [confirmed] : confirmed, attacher);
}

function mayRisk(): boolean {
  return readSetting('probescope.probes.allowUnproved');
}

function isOfResolver(verdict: SiteVerdict): boolean {
  return !verdict.ok && verdict.code === 'ifunc';
}
