import type { TreeNode } from './probeNodes';
import type { Row } from './row';
import type { TreeModel } from './treeModel';

/** What to draw again: the whole tree, or single rows. */
export type Redraw = 'all' | readonly TreeNode[];

/**
 * Finds the rows whose text has changed since they were last drawn. A row that is drawn again loses
 * its open tooltip and a click that falls into it, so nothing is drawn again without need.
 */
export class Redraws {
  private shape = '';
  private readonly drawn = new Map<TreeNode, Row | undefined>();
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
    const rows = new Map<TreeNode, Row | undefined>();
    const shape = this.collect(this.model.roots(), rows);
    const all = shape !== this.shape;
    this.shape = shape;
    const redraw = [...rows].filter(([node, row]) => all || this.mustDraw(node, row));
    redraw.forEach(([node, row]) => this.drawn.set(node, row));
    for (const node of this.drawn.keys()) {
      if (!rows.has(node)) {
        this.drawn.delete(node);
      }
    }
    return all ? 'all' : redraw.map(([node]) => node);
  }

  private mustDraw(node: TreeNode, row: Row | undefined): boolean {
    const before = this.drawn.get(node);
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

  /** Fills in the text of every row; returns the nesting, in which a moved row shows too. */
  private collect(nodes: readonly TreeNode[], rows: Map<TreeNode, Row | undefined>): string {
    const parts = nodes.map(node => {
      rows.set(node, this.model.row(node));
      return `${JSON.stringify(node)}[${this.collect(this.model.children(node), rows)}]`;
    });
    return parts.join(',');
  }
}

function same(one: Partial<Row> | undefined, other: Partial<Row> | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What of a row does not change by counting. */
function withoutCounts(row: Row | undefined): Partial<Row> | undefined {
  return row && { ...row, description: '', accessibilityLabel: '' };
}
