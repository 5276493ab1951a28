/** The rows of the tree by what they stand for. What they show is made anew each time, from the stores. */
export type TreeNode =
  | GroupNode
  | ProbeNode
  | PlaceNode
  | MorePlacesNode
  | OrphansNode
  | OrphanNode
  | ForeignNode
  | ForeignGroupNode
  | ForeignProbeNode;

/** The probes of this window on one target. */
export interface GroupNode {
  readonly kind: 'group';
  /** As `ProbeGroup.target`. */
  readonly target: string;
}

export interface ProbeNode {
  readonly kind: 'probe';
  /** As `OwnedProbe.key`. */
  readonly key: number;
}

/** One function of a probe on several. */
export interface PlaceNode {
  readonly kind: 'place';
  readonly key: number;
  /** Its number, in the order of the request. */
  readonly index: number;
}

/** Says how many more there are. */
export interface MorePlacesNode {
  readonly kind: 'morePlaces';
  readonly key: number;
}

/** What dead helpers of this user left in the kernel. */
export interface OrphansNode {
  readonly kind: 'orphans';
}

export interface OrphanNode {
  readonly kind: 'orphan';
  readonly owner: string;
}

/** Other tools' probes. */
export interface ForeignNode {
  readonly kind: 'foreign';
}

/** Several of them in one group of tracefs. */
export interface ForeignGroupNode {
  readonly kind: 'foreignGroup';
  readonly group: string;
}

export interface ForeignProbeNode {
  readonly kind: 'foreignProbe';
  readonly group: string;
  readonly event: string;
}

/** Stable and unique: VS Code keeps selection and expansion by it. */
export function nodeId(node: TreeNode): string {
  switch (node.kind) {
    case 'group':
      return `group ${node.target}`;
    case 'probe':
      return `probe ${node.key}`;
    case 'place':
      return `place ${node.key} ${node.index}`;
    case 'morePlaces':
      return `more ${node.key}`;
    case 'orphan':
      return `orphan ${node.owner}`;
    case 'foreignGroup':
      return `foreign ${node.group}`;
    case 'foreignProbe':
      return `foreign ${node.group}/${node.event}`;
    case 'orphans':
    case 'foreign':
      return node.kind;
  }
}

/** Whether a command was given a row of the tree (menus do, other callers may give anything). */
export function isNode<K extends TreeNode['kind']>(
  value: unknown,
  kind: K,
): value is Extract<TreeNode, { kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}
