import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import type { OthersStore } from '../session/othersStore';
import type { ProbeStore } from '../session/probeStore';
import { nodeId, type TreeNode } from './probeNodes';
import type { Row, RowStyle } from './row';
import { tooltip } from './tooltip';
import type { TreeModel } from './treeModel';

/** How long a tooltip waits for what it looks up, in ms. */
const LOOK_MS = 500;

/** Hands the rows of the model to VS Code. */
export class ProbeTreeProvider implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<readonly TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event as vscode.Event<TreeNode[] | undefined>;

  constructor(
    private readonly model: TreeModel,
    private readonly probes: ProbeStore,
    private readonly others: OthersStore,
    private readonly style: RowStyle,
    private readonly onTooltip: (node: TreeNode) => void,
    /** Brings up to date what only tooltips tell. */
    private readonly look: (node: TreeNode) => Promise<void>,
  ) {}

  refreshAll(): void {
    this.changed.fire(undefined);
  }

  refresh(nodes: readonly TreeNode[]): void {
    this.changed.fire(nodes);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (node?.kind === 'probe') {
      // VS Code asks for what is open only.
      this.probes.watchedPlaces.add(node.key);
    }
    return [...(node ? this.model.children(node) : this.model.roots())];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return this.model.parent(node);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const row = this.model.row(node);
    return row ? toTreeItem(node, row) : new vscode.TreeItem('');
  }

  /** Called when the pointer rests on a row: the text is made then, with the counts of then. */
  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    await Promise.race([this.look(node).catch(() => undefined), sleep(LOOK_MS)]);
    const text = tooltip(node, this.probes, this.others, this.style, this.model.scope);
    if (text !== undefined) {
      this.onTooltip(node);
      item.tooltip = new vscode.MarkdownString(text);
    }
    return item;
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function toTreeItem(node: TreeNode, row: Row): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, collapsibleState(row));
  item.id = nodeId(node);
  item.description = row.description;
  item.iconPath = new vscode.ThemeIcon(
    row.icon,
    row.color ? new vscode.ThemeColor(row.color) : undefined,
  );
  item.contextValue = row.context;
  if (row.isLive) {
    // The focus stays in the tree: who walks through it by keys is not carried off.
    const title = vscode.l10n.t('Show Live Events');
    item.command = { command: commandIds.showEvents, title, arguments: [{ preserveFocus: true }] };
  }
  item.accessibilityInformation = { label: row.accessibilityLabel };
  if (row.checked !== undefined) {
    item.checkboxState = {
      state: row.checked
        ? vscode.TreeItemCheckboxState.Checked
        : vscode.TreeItemCheckboxState.Unchecked,
      tooltip: row.checkboxTooltip ?? '',
      accessibilityInformation: { label: row.accessibilityLabel },
    };
  }
  return item;
}

function collapsibleState({ collapsible }: Row): vscode.TreeItemCollapsibleState {
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  return collapsible === undefined ? None : collapsible === 'expanded' ? Expanded : Collapsed;
}
