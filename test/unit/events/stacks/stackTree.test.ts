import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  stackTree,
  type NamedStack,
  type StackNode,
} from '../../../../src/events/stacks/stackTree';

const stacks = fc.array(
  fc.record({
    frames: fc.array(fc.constantFrom('main', 'run', 'handle', 'price'), { maxLength: 6 }),
    count: fc.integer({ min: 1, max: 1000 }),
  }),
  { maxLength: 30 },
);

function nodes(node: StackNode): StackNode[] {
  return [node, ...node.children.flatMap(nodes)];
}

/** What a node on a path counts, worked out from the stacks alone. */
function along(all: readonly NamedStack[], path: readonly string[], callers: boolean): number {
  return all
    .map(({ frames, count }) => ({ frames: callers ? frames : frames.toReversed(), count }))
    .filter(({ frames }) => path.every((name, at) => frames[at] === name))
    .reduce((sum, { count }) => sum + count, 0);
}

function check(
  all: readonly NamedStack[],
  node: StackNode,
  path: string[],
  callers: boolean,
): void {
  expect(node.count).toBe(along(all, path, callers));
  const names = node.children.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const counts = node.children.map(({ count }) => count);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(node.count);
  node.children.forEach(child => check(all, child, [...path, child.name], callers));
}

describe('the tree of stacks', () => {
  it.each(['callers', 'calls'] as const)('of %s counts at each node what goes through it', way => {
    fc.assert(
      fc.property(stacks, all => {
        check(all, stackTree('work', all, way), [], way === 'callers');
      }),
    );
  });

  it('begins with the innermost function or with the outermost', () => {
    const all = [
      { frames: ['work', 'first', 'main'], count: 3 },
      { frames: ['work', 'second', 'main'], count: 1 },
    ];
    expect(stackTree('top', all, 'callers').children).toEqual([
      {
        ...{ name: 'work', count: 4 },
        children: [
          { name: 'first', count: 3, children: [{ name: 'main', count: 3, children: [] }] },
          { name: 'second', count: 1, children: [{ name: 'main', count: 1, children: [] }] },
        ],
      },
    ]);
    expect(stackTree('top', all, 'calls').children.map(({ name, count }) => [name, count])).toEqual(
      [['main', 4]],
    );
  });

  it('keeps the most frequent where there are very many, and all of their counts', () => {
    const all = Array.from({ length: 20_000 }, (_, at) => ({
      frames: [`f${at % 200}`, `g${at}`],
      count: at % 200,
    }));
    const tree = stackTree('top', all, 'callers');
    expect(nodes(tree).length).toBeLessThanOrEqual(4001);
    expect(tree.count).toBe(all.reduce((sum, { count }) => sum + count, 0));
    expect(tree.children[0]?.name).toBe('f199');
    expect(tree.children).toHaveLength(100);
  });
});
