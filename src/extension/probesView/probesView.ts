import * as vscode from 'vscode';
import { viewIds } from '../manifest/views';
import type { HelperSession } from '../session/helperSession';
import { updateMappers } from '../session/mappers';
import type { OthersStore } from '../session/othersStore';
import type { Poller } from '../session/poller';
import type { ProbeService } from '../session/probeService';
import type { ProbeStore } from '../session/probeStore';
import type { Unsubscribe } from '../session/signal';
import type { TreeNode } from './probeNodes';
import { ProbeTreeProvider } from './probeTreeProvider';
import { Redraws } from './redraws';
import type { RowStyle } from './row';
import type { TreeModel } from './treeModel';
import { viewMessage } from './viewMessage';

/** How long the counts of a row stand still once its tooltip is open, in ms. */
const READING_TIME = 10_000;

/** The Probes view: the tree, its badge and its checkboxes. The pollers run while it is visible. */
export class ProbesView implements vscode.Disposable {
  private readonly provider: ProbeTreeProvider;
  private readonly view: vscode.TreeView<TreeNode>;
  private readonly redraws: Redraws;
  private readonly subscriptions: Unsubscribe[];
  private watching: readonly Unsubscribe[] = [];
  private reading: NodeJS.Timeout | undefined;

  constructor(
    private readonly model: TreeModel,
    private readonly probes: ProbeStore,
    private readonly others: OthersStore,
    private readonly session: HelperSession,
    private readonly service: ProbeService,
    private readonly pollers: readonly Poller[],
    private readonly style: RowStyle,
  ) {
    this.provider = new ProbeTreeProvider(
      model,
      probes,
      others,
      style,
      node => this.holdForReading(node),
      node => this.lookForTooltip(node),
    );
    this.redraws = new Redraws(model);
    this.view = vscode.window.createTreeView(viewIds.probes, {
      treeDataProvider: this.provider,
      canSelectMany: true,
      manageCheckboxStateManually: true,
      showCollapseAll: false,
    });
    this.subscriptions = [
      this.view,
      this.provider,
      this.view.onDidChangeCheckboxState(event => void this.onChecked(event.items)),
      this.view.onDidCollapseElement(({ element }) => {
        if (element.kind === 'probe') {
          probes.watchedPlaces.delete(element.key);
        }
      }),
      this.view.onDidChangeVisibility(() => this.watchWhileVisible()),
      probes.onDidChange(() => this.redraw()),
      others.onDidChange(() => this.redraw()),
      session.onDidChangeState(() => this.redraw()),
    ];
    this.watchWhileVisible();
    this.redraw();
  }

  /** The rows that are selected. */
  get selection(): readonly TreeNode[] {
    return this.view.selection;
  }

  /** Shows whose events are captured: on the rows of targets, as a view alone in its container has no description. */
  showScope(words: string): void {
    this.model.scope = words;
    this.redraw();
  }

  /** Draws again what shows something else than before. */
  redraw(): void {
    const redraw = this.redraws.next();
    if (redraw === 'all') {
      this.provider.refreshAll();
    } else if (redraw.length > 0) {
      this.provider.refresh(redraw);
    }
    this.showBadge();
    this.showMessage();
  }

  dispose(): void {
    clearTimeout(this.reading);
    this.watching.forEach(watch => watch.dispose());
    this.subscriptions.forEach(subscription => subscription.dispose());
  }

  private async onChecked(
    items: readonly [TreeNode, vscode.TreeItemCheckboxState][],
  ): Promise<void> {
    const keys = (wanted: vscode.TreeItemCheckboxState): number[] =>
      items.flatMap(([node, state]) =>
        node.kind === 'probe' && state === wanted ? [node.key] : [],
      );
    await this.service.start(keys(vscode.TreeItemCheckboxState.Checked));
    await this.service.stop(keys(vscode.TreeItemCheckboxState.Unchecked));
    // What the helper refused to change must not stay ticked as if it had.
    this.provider.refresh(items.map(([node]) => node));
  }

  /** Who runs the file of a probe that counts is not looked up all the time. */
  private async lookForTooltip(node: TreeNode): Promise<void> {
    const helper = this.session.running;
    if (node.kind === 'probe' && helper?.via !== 'command') {
      await updateMappers(this.probes, helper?.client, ({ key }) => key === node.key);
    }
  }

  private watchWhileVisible(): void {
    this.watching.forEach(watch => watch.dispose());
    this.watching = this.view.visible ? this.pollers.map(poller => poller.watch()) : [];
  }

  /** VS Code closes a row's tooltip when it draws the row again. */
  private holdForReading(node: TreeNode): void {
    this.redraws.hold(node, READING_TIME);
    clearTimeout(this.reading);
    this.reading = setTimeout(() => this.redraw(), READING_TIME + 1);
  }

  private showMessage(): void {
    const hasOthers = this.others.foreign.length + this.others.orphans.length > 0;
    const { state } = this.session;
    const message = viewMessage(state, this.probes.probes, hasOthers, this.style.t);
    if ((this.view.message ?? '') !== message) {
      this.view.message = message;
    }
  }

  private showBadge(): void {
    const armed = this.probes.probes.filter(probe => probe.state === 'armed').length;
    if (this.view.badge?.value !== armed) {
      const tooltip = this.style.t('{0} armed', armed);
      this.view.badge = armed === 0 ? undefined : { value: armed, tooltip };
    }
  }
}
