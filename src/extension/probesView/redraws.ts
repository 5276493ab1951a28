import type { TreeNode } from './probeNodes';
import type { Row } from './row';
import type { TreeModel } from './treeModel';

/** What to draw again: the whole tree, or single rows with what is below them. */
export type Redraw = 'all' | readonly TreeNode[];

interface Drawn {
  readonly row: Row | undefined;
  readonly children: readonly TreeNode[];
}

/**
 * Finds the rows whose text has changed since they were last drawn. A row that is drawn again loses
 * its open tooltip and a click that falls into it, so nothing is drawn again without need.
 */
export class Redraws {
  private roots: readonly TreeNode[] = [];
  private readonly drawn = new Map<TreeNode, Drawn>();
  /** Until when a row's counts stay as they are, in ms of the clock. */
  private readonly held = new Map<TreeNode, number>();

  constructor(
    private readonly model: TreeModel,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Somebody reads the row's tooltip: for `time` ms it is not drawn again for new counts alone. */
  hold(node: TreeNode, time: number): void {
    this.held.set(node, this.now() + time);
  }

  /** Compares with the previous call. */
  next(): Redraw {
    const roots = this.model.roots();
    const all = !sameNodes(roots, this.roots);
    this.roots = roots;
    const now = new Map<TreeNode, Drawn>();
    this.collect(roots, now);
    const redraw = [...now].filter(([node, drawn]) => all || this.mustDraw(node, drawn));
    redraw.forEach(([node, drawn]) => this.drawn.set(node, drawn));
    for (const node of this.drawn.keys()) {
      if (!now.has(node)) {
        this.drawn.delete(node);
      }
    }
    return all ? 'all' : this.topmost(redraw.map(([node]) => node));
  }

  private mustDraw(node: TreeNode, { row, children }: Drawn): boolean {
    const known = this.drawn.get(node);
    if (!known) {
      // With the row above it, which has another child.
      return true;
    }
    const before = known.row;
    if (!sameNodes(known.children, children)) {
      this.held.delete(node);
      return true;
    }
    if (same(before, row)) {
      return false;
    }
    const isHeld = (this.held.get(node) ?? 0) > this.now();
    if (isHeld && same(withoutCounts(before), withoutCounts(row))) {
      return false;
    }
    // Whoever has changed the row no longer reads, and wants to see what comes of it.
    this.held.delete(node);
    return true;
  }

  private collect(nodes: readonly TreeNode[], drawn: Map<TreeNode, Drawn>): void {
    for (const node of nodes) {
      const children = this.model.children(node);
      drawn.set(node, { row: this.model.row(node), children });
      this.collect(children, drawn);
    }
  }

  /** Without rows that are drawn with one above them. */
  private topmost(nodes: readonly TreeNode[]): TreeNode[] {
    const all = new Set(nodes);
    const isBelow = (node: TreeNode): boolean => {
      const parent = this.model.parent(node);
      return parent !== undefined && (all.has(parent) || isBelow(parent));
    };
    return nodes.filter(node => !isBelow(node));
  }
}

/** The model gives a row the same node each time. */
function sameNodes(one: readonly TreeNode[], other: readonly TreeNode[]): boolean {
  return one.length === other.length && one.every((node, at) => node === other[at]);
}

function same(one: Partial<Row> | undefined, other: Partial<Row> | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What of a row does not change by counting. */
function withoutCounts(row: Row | undefined): Partial<Row> | undefined {
  return row && { ...row, description: '', accessibilityLabel: '' };
}
