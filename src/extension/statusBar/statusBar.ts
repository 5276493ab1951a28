import * as vscode from 'vscode';
import { viewIds } from '../manifest/views';
import type { RowStyle } from '../probesView/row';
import type { HelperSession } from '../session/helperSession';
import type { ProbeStore } from '../session/probeStore';
import type { Unsubscribe } from '../session/signal';
import { statusText } from './statusText';

/** The item in the status bar: the session's state, and the way to the Probes view. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'probescope.state',
    vscode.StatusBarAlignment.Left,
  );
  private readonly subscriptions: Unsubscribe[];
  private shown = '';

  constructor(
    private readonly session: HelperSession,
    private readonly probes: ProbeStore,
    private readonly style: RowStyle,
  ) {
    this.item.name = vscode.l10n.t('Probescope');
    this.item.command = `${viewIds.probes}.focus`;
    this.subscriptions = [
      session.onDidChangeState(() => this.update()),
      probes.onDidChange(() => this.update()),
    ];
    this.update();
    this.item.show();
  }

  dispose(): void {
    this.subscriptions.forEach(subscription => subscription.dispose());
    this.item.dispose();
  }

  private update(): void {
    const { state, running } = this.session;
    const status = statusText(state, this.probes.probes, running?.hello, this.style);
    const key = JSON.stringify(status);
    if (key === this.shown) {
      return;
    }
    this.shown = key;
    this.item.text = status.text;
    this.item.accessibilityInformation = { label: status.spoken };
    this.item.backgroundColor = status.warning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    const tooltip = new vscode.MarkdownString(status.tooltip);
    tooltip.isTrusted = { enabledCommands: status.commands };
    this.item.tooltip = tooltip;
  }
}
