import { release } from 'node:os';
import * as vscode from 'vscode';
import type { AttachRequest } from '../session/attachRequest';
import { limitSettings } from '../session/limitSettings';
import type { OwnedProbe } from '../session/ownedProbe';
import { emulatesNops } from '../text/shortCost';
import { rateThere } from './rateThere';
import { costShare } from './costShare';

/** A row that only tells: what probes on one place take of a CPU. */
export function costRow(
  requests: readonly AttachRequest[],
  probes: readonly OwnedProbe[],
): vscode.QuickPickItem {
  const [first] = requests;
  const facts = {
    settings: limitSettings(),
    emulatesNops: emulatesNops(release()),
    rate: first && rateThere(first, probes),
  };
  const { label, detail } = costShare(requests, facts, vscode.l10n.t, vscode.env.language);
  return { label: `$(dashboard) ${label}`, detail, alwaysShow: true };
}
