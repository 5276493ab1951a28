import type { TreeNode } from './probeNodes';
import type { TreeModel } from './treeModel';

/** What to draw again: the whole tree, or single rows. */
export type Redraw = 'all' | readonly TreeNode[];

/**
 * Finds the rows whose text has changed since they were last drawn. A row that is drawn again loses
 * its open tooltip and a click that falls into it, so nothing is drawn again without need.
 */
export class Redraws {
  private shape = '';
  private readonly drawn = new Map<TreeNode, string>();

  constructor(private readonly model: TreeModel) {}

  /** Compares with the previous call. */
  next(): Redraw {
    const rows = new Map<TreeNode, string>();
    const shape = this.collect(this.model.roots(), rows);
    const changed = [...rows].filter(([node, text]) => this.drawn.get(node) !== text);
    const before = this.shape;
    this.shape = shape;
    this.drawn.clear();
    rows.forEach((text, node) => this.drawn.set(node, text));
    return shape === before ? changed.map(([node]) => node) : 'all';
  }

  /** Fills in the text of every row; returns the nesting, in which a moved row shows too. */
  private collect(nodes: readonly TreeNode[], rows: Map<TreeNode, string>): string {
    const parts = nodes.map(node => {
      rows.set(node, JSON.stringify(this.model.row(node)));
      return `${JSON.stringify(node)}[${this.collect(this.model.children(node), rows)}]`;
    });
    return parts.join(',');
  }
}
