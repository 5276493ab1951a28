import * as vscode from 'vscode';
import type { OpenTerminal, TerminalLauncher } from '../../elevation/terminalLauncher';

/** Runs a program in the integrated terminal, with its arguments as they are: no shell reads them. */
export const windowTerminals: TerminalLauncher = {
  open(file, args, title): OpenTerminal {
    const terminal = vscode.window.createTerminal({
      name: title,
      shellPath: file,
      shellArgs: [...args],
      isTransient: true,
    });
    const closed = new Promise<number | undefined>(resolve => {
      const subscription = vscode.window.onDidCloseTerminal(other => {
        if (other === terminal) {
          subscription.dispose();
          resolve(terminal.exitStatus?.code);
        }
      });
    });
    terminal.show();
    return { closed, dispose: () => terminal.dispose() };
  },
};
