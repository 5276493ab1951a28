import type * as vscode from 'vscode';
import { probeKeys } from '../commands/probeCommands';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { Services } from '../services';
import type { StackService } from './stackService';

/** "Record Stacks" on rows of the tree, and who reads them. */
export function registerStacks(
  { probes, showError }: Services,
  stacks: StackService,
  onDidBegin: (listener: (capture: number) => void) => unknown,
): vscode.Disposable[] {
  onDidBegin(capture => {
    stacks.began(capture);
  });
  probes.onDidChange(({ added }) => {
    if (added.length > 0) {
      void stacks.tell();
    }
  });
  return [
    registerCommand(commandIds.recordStacks, showError, (...args) =>
      stacks.set(probeKeys(args), true),
    ),
    registerCommand(commandIds.stopStacks, showError, (...args) =>
      stacks.set(probeKeys(args), false),
    ),
  ];
}
