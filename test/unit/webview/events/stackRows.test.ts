import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ViewStackNode } from '../../../../src/protocol/stacksView';
import { Expansion, keyTarget, treeRows } from '../../../../src/webview/events/stacks/treeNode';

const node = (name: string, count: number, ...children: ViewStackNode[]): ViewStackNode => ({
  ...{ name, count, children },
});
const tree = node(
  'work',
  10,
  node('first', 9, node('main', 9, node('start', 9))),
  node('second', 1, node('main', 1)),
);
const names = (expansion: Expansion): string[] =>
  treeRows(tree, expansion).map(({ level, node: { name } }) => `${level} ${name}`);

describe('the rows of a tree of stacks', () => {
  it('are open along the obvious way, and as the user opened and closed them', () => {
    const expansion = new Expansion();
    expect(names(expansion)).toEqual(['1 work', '2 first', '3 main', '4 start', '2 second']);
    const [, first, , , second] = treeRows(tree, expansion);
    expansion.set(first!.path, false);
    expansion.set(second!.path, true);
    expect(names(expansion)).toEqual(['1 work', '2 first', '2 second', '3 main']);
  });

  it('tell their place among their siblings', () => {
    const rows = treeRows(tree, new Expansion());
    expect(rows.map(({ position, siblings }) => [position, siblings])).toEqual([
      [1, 1],
      [1, 2],
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
  });

  it('are reached by keys, in and out and up and down', () => {
    const rows = treeRows(tree, new Expansion());
    expect(keyTarget('ArrowDown', rows, 4)).toEqual({ at: 4 });
    expect(keyTarget('ArrowUp', rows, 4)).toEqual({ at: 3 });
    expect(keyTarget('ArrowRight', rows, 0)).toEqual({ at: 1 });
    expect(keyTarget('ArrowRight', rows, 4)).toEqual({ expand: true });
    expect(keyTarget('ArrowRight', rows, 3)).toBeUndefined();
    expect(keyTarget('ArrowLeft', rows, 1)).toEqual({ expand: false });
    expect(keyTarget('ArrowLeft', rows, 4)).toEqual({ at: 0 });
    expect(keyTarget('End', rows, 0)).toEqual({ at: 4 });
    expect(keyTarget('x', rows, 0)).toBeUndefined();
  });

  it('are a row each, under its parent, whatever was opened', () => {
    const { tree: trees } = fc.letrec<{ tree: ViewStackNode }>(tie => ({
      tree: fc
        .tuple(
          fc.nat({ max: 100 }),
          fc.oneof(
            { maxDepth: 4 },
            fc.constant<ViewStackNode[]>([]),
            fc.array(tie('tree'), { maxLength: 3 }),
          ),
        )
        .map(([count, children]) => ({
          ...{ name: 'f', count },
          children: children.map((child, at) => ({ ...child, name: `${child.name}${at}` })),
        })),
    }));
    fc.assert(
      fc.property(trees, fc.array(fc.tuple(fc.nat(), fc.boolean())), (root, presses) => {
        const expansion = new Expansion();
        for (const [at, isOpen] of presses) {
          const rows = treeRows(root, expansion);
          expansion.set(rows[at % rows.length]!.path, isOpen);
        }
        const rows = treeRows(root, expansion);
        expect(new Set(rows.map(({ path }) => path)).size).toBe(rows.length);
        for (const { parent, level, path } of rows.slice(1)) {
          const above = rows.find(row => row.path === parent)!;
          expect([above.isExpanded, above.level + 1]).toEqual([true, level]);
          expect(rows.indexOf(above)).toBeLessThan(rows.findIndex(row => row.path === path));
        }
      }),
    );
  });
});
