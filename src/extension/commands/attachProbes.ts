import type * as vscode from 'vscode';
import { commandIds, type CommandId } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import { attachKernelProbe } from '../pickers/attachKernelProbe';
import { attachUserProbe, type UserPickers } from '../pickers/attachUserProbe';
import type { Services } from '../services';

/** "Attach Uprobe…", "Attach Return Probe…" and "Attach Kprobe…". */
export function registerAttachProbes(
  { helper, showError }: Services,
  pickers: UserPickers,
): vscode.Disposable[] {
  const register = (id: CommandId, run: () => Promise<void>): vscode.Disposable =>
    registerCommand(id, showError, run);
  return [
    register(commandIds.attachUprobe, () => attachUserProbe(pickers, 'uprobe')),
    register(commandIds.attachUretprobe, () => attachUserProbe(pickers, 'uretprobe')),
    register(commandIds.attachKprobe, () => attachKernelProbe(helper, pickers)),
  ];
}
