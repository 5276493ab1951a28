/** Frames deep, children of one node, and nodes of a tree that are told apart; further ones are counted together. */
const MAX_DEPTH = 64;
const MAX_CHILDREN = 100;
const MAX_NODES = 4000;

/** Frames that calls had in common, from one end of their stacks on. */
export interface StackNode {
  readonly name: string;
  /** Calls whose stacks come this way. */
  readonly count: number;
  /** The next frames, the most frequent first. Calls that none of them has end here, or are not told apart. */
  readonly children: readonly StackNode[];
}

/** A stack by the names of its functions, the innermost first. */
export interface NamedStack {
  readonly frames: readonly string[];
  readonly count: number;
}

interface Growing {
  count: number;
  readonly children: Map<string, Growing>;
}

/**
 * Stacks as one tree: `callers` begins with the innermost function and goes on to who called it; `calls` begins
 * where the program did.
 */
export function stackTree(
  name: string,
  stacks: readonly NamedStack[],
  direction: 'callers' | 'calls',
): StackNode {
  const root: Growing = { count: 0, children: new Map() };
  for (const { frames, count } of stacks) {
    root.count += count;
    let node = root;
    const ordered = direction === 'callers' ? frames : frames.toReversed();
    for (const frame of ordered.slice(0, MAX_DEPTH)) {
      const child = node.children.get(frame) ?? { count: 0, children: new Map() };
      node.children.set(frame, child);
      child.count += count;
      node = child;
    }
  }
  return pruned(name, root);
}

/** The most frequent nodes of all, level by level: what is cut off is the rarest and the deepest. */
function pruned(name: string, root: Growing): StackNode {
  interface Kept {
    readonly name: string;
    readonly count: number;
    readonly children: Kept[];
  }
  const top: Kept = { name, count: root.count, children: [] };
  let level: (readonly [Growing, Kept])[] = [[root, top]];
  let left = MAX_NODES;
  while (level.length > 0) {
    const next: (readonly [Growing, Kept])[] = [];
    for (const [growing, kept] of level) {
      const children = [...growing.children]
        .sort(([, a], [, b]) => b.count - a.count)
        .slice(0, Math.min(MAX_CHILDREN, left));
      left -= children.length;
      for (const [child, grown] of children) {
        const made: Kept = { name: child, count: grown.count, children: [] };
        kept.children.push(made);
        next.push([grown, made]);
      }
    }
    level = next;
  }
  return top;
}
