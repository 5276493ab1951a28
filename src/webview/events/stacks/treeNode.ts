import type { ViewStackNode } from '../../../protocol/stacksView';

/** A row of a tree as it is shown. */
export interface TreeRow {
  /** Names from the root on: the same function may be in several places. */
  readonly path: string;
  readonly parent: string | undefined;
  readonly node: ViewStackNode;
  /** From 1. */
  readonly level: number;
  readonly isExpanded: boolean;
  /** Among its siblings, from 1, and how many these are. */
  readonly position: number;
  readonly siblings: number;
}

/** From this share of its parent on a node's children are shown without being asked for. */
const OBVIOUS = 0.9;

/** What the user opened and closed; what was not touched opens along the obvious way. */
export class Expansion {
  private readonly touched = new Map<string, boolean>();

  isExpanded(path: string, node: ViewStackNode, parent: ViewStackNode | undefined): boolean {
    return (
      node.children.length > 0 &&
      (this.touched.get(path) ?? (!parent || node.count >= parent.count * OBVIOUS))
    );
  }

  set(path: string, isExpanded: boolean): void {
    this.touched.set(path, isExpanded);
  }
}

/** The rows in sight, from top to bottom. */
export function treeRows(root: ViewStackNode, expansion: Expansion): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (
    node: ViewStackNode,
    parent: { path: string; node: ViewStackNode } | undefined,
    level: number,
    position: number,
  ): void => {
    const path = parent ? `${parent.path}\u0000${node.name}` : node.name;
    const isExpanded = expansion.isExpanded(path, node, parent?.node);
    const siblings = parent?.node.children.length ?? 1;
    rows.push({ path, parent: parent?.path, node, level, isExpanded, position, siblings });
    if (isExpanded) {
      node.children.forEach((child, at) => add(child, { path, node }, level + 1, at + 1));
    }
  };
  add(root, undefined, 1, 1);
  return rows;
}

/** Where a key leads from a row: to another one, or to an open or closed row. */
export function keyTarget(
  key: string,
  rows: readonly TreeRow[],
  at: number,
): { readonly at: number } | { readonly expand: boolean } | undefined {
  const row = rows[at];
  switch (key) {
    case 'ArrowDown':
      return { at: Math.min(at + 1, rows.length - 1) };
    case 'ArrowUp':
      return { at: Math.max(at - 1, 0) };
    case 'Home':
      return { at: 0 };
    case 'End':
      return { at: rows.length - 1 };
    case 'ArrowRight':
      return row && row.node.children.length > 0
        ? row.isExpanded
          ? { at: at + 1 }
          : { expand: true }
        : undefined;
    case 'ArrowLeft':
      return row?.isExpanded
        ? { expand: false }
        : row?.parent === undefined
          ? undefined
          : { at: rows.findIndex(({ path }) => path === row.parent) };
    default:
      return undefined;
  }
}
