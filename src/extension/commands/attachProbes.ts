import * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import { attachKernelProbe } from '../pickers/attachKernelProbe';
import { attachUserProbe, type UserPickers } from '../pickers/attachUserProbe';
import type { Services } from '../services';

/** "Attach Uprobe…", "Attach Return Probe…" and "Attach Kprobe…". */
export function registerAttachProbes(
  services: Services,
  pickers: UserPickers,
): vscode.Disposable[] {
  const { attacher, helper, showError } = services;
  const register = (command: string, run: () => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(command, () => run().catch(showError));
  return [
    register(commandIds.attachUprobe, () => attachUserProbe(pickers, 'uprobe')),
    register(commandIds.attachUretprobe, () => attachUserProbe(pickers, 'uretprobe')),
    register(commandIds.attachKprobe, () => attachKernelProbe(helper, attacher)),
  ];
}
