import * as vscode from 'vscode';
import { viewIds } from '../manifest/views';
import { diagnosisRows, type DiagnosisRow } from './diagnosisTree';
import type { Section } from './report';

/** What was found, as rows in the side bar; there once somebody has asked. */
export class DiagnosisView implements vscode.TreeDataProvider<DiagnosisRow>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<DiagnosisRow>;
  private rows: readonly DiagnosisRow[] = [];

  constructor() {
    this.view = vscode.window.createTreeView(viewIds.diagnosis, { treeDataProvider: this });
  }

  show(sections: readonly Section[]): void {
    this.rows = diagnosisRows(sections, vscode.l10n.t);
    this.changed.fire(undefined);
  }

  getChildren(row?: DiagnosisRow): DiagnosisRow[] {
    return [...(row?.children ?? this.rows)];
  }

  /** All is open: whoever diagnoses wants to see what to do. */
  getTreeItem({
    label,
    description,
    icon,
    spoken,
    tooltip,
    children,
  }: DiagnosisRow): vscode.TreeItem {
    const { None, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(label, children.length > 0 ? Expanded : None);
    item.accessibilityInformation = { label: spoken };
    Object.assign(
      item,
      description !== undefined && { description },
      tooltip !== undefined && { tooltip },
    );
    if (icon) {
      item.iconPath = new vscode.ThemeIcon(
        icon.id,
        icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color),
      );
    }
    return item;
  }

  dispose(): void {
    this.view.dispose();
    this.changed.dispose();
  }
}
