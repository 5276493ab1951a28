import { release } from 'node:os';
import type * as vscode from 'vscode';
import { registerLimitCommands } from '../commands/limitCommands';
import type { RowStyle } from '../probesView/row';
import type { Services } from '../services';
import type { WindowSession } from '../session/windowSession';
import { emulatesNops } from '../text/shortCost';
import { registerLimitNotices } from './limitNotices';

/** What ends probes by themselves: its commands and its notices. */
export function registerLimits(
  services: Services,
  window: Pick<WindowSession, 'limits' | 'stopped' | 'expiry' | 'service'>,
  style: RowStyle,
): vscode.Disposable[] {
  const { probes, showError } = services;
  return [
    ...registerLimitCommands(services, window.limits),
    ...registerLimitNotices(
      { ...window, probes, emulatesNops: emulatesNops(release()), showError },
      style,
    ),
  ];
}
