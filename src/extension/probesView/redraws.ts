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
    const there = new Set<TreeNode>();
    const redraw: TreeNode[] = [];
    this.compare(roots, all, there, redraw);
    for (const node of this.drawn.keys()) {
      if (!there.has(node)) {
        this.drawn.delete(node);
      }
    }
    return all ? 'all' : redraw;
  }

  private mustDraw(node: TreeNode, { row, children }: Drawn): boolean {
    const known = this.drawn.get(node);
    const before = known?.row;
    if (!known || !sameNodes(known.children, children)) {
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

  /** @param isAboveDrawn a row above these is drawn again, and they with it */
  private compare(
    nodes: readonly TreeNode[],
    isAboveDrawn: boolean,
    there: Set<TreeNode>,
    redraw: TreeNode[],
  ): void {
    for (const node of nodes) {
      there.add(node);
      const now = { row: this.model.row(node), children: this.model.children(node) };
      const isDrawn = isAboveDrawn || this.mustDraw(node, now);
      if (isDrawn) {
        this.drawn.set(node, now);
      }
      if (isDrawn && !isAboveDrawn) {
        redraw.push(node);
      }
      this.compare(now.children, isDrawn, there, redraw);
    }
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
