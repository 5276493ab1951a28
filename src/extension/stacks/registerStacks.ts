import type * as vscode from 'vscode';
import type { EventClient } from '../../workers/eventClient';
import { probeKeys } from '../commands/probeCommands';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { Services } from '../services';
import { StackService } from './stackService';

/** "Record Stacks" on rows of the tree, and who reads them. */
export function registerStacks(
  { probes, runningHelper, showError, log }: Services,
  worker: Pick<EventClient, 'request'>,
  onDidBegin: (listener: (capture: number) => void) => unknown,
): vscode.Disposable[] {
  const stacks = new StackService(runningHelper, probes, worker);
  const tell = (telling: Promise<void>): void =>
    void telling.catch((error: unknown) => log.warn(`Stacks: ${String(error)}`));
  onDidBegin(capture => tell(stacks.began(capture)));
  probes.onDidChange(({ added }) => {
    if (added.length > 0) {
      tell(stacks.tell());
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
