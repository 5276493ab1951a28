import type { OthersStore } from '../session/othersStore';
import type { ProbeStore } from '../session/probeStore';
import { groupRow } from './groupRow';
import { foreignGroupRow, foreignProbeRow, foreignRow, orphanRow, orphansRow } from './otherRows';
import { morePlacesRow, placeNodes, placeRow } from './placeRows';
import { probeRow } from './probeRow';
import { nodeId, type TreeNode } from './probeNodes';
import type { Row, RowStyle } from './row';

/** Rows and nesting of the tree, from the stores; holds the nodes, as VS Code knows rows by identity. */
export class TreeModel {
  /** Whose events are captured, in a few words. */
  scope = '';
  private readonly nodes = new Map<string, TreeNode>();

  constructor(
    private readonly probes: ProbeStore,
    private readonly others: OthersStore,
    private readonly style: RowStyle,
  ) {}

  /** What was lost with its helper stays in sight. Where there is nothing at all, a welcome view says what to do. */
  roots(): readonly TreeNode[] {
    const roots: TreeNode[] = this.probes.groups.map(({ target }) => ({ kind: 'group', target }));
    if (this.others.orphans.length > 0) {
      roots.push({ kind: 'orphans' });
    }
    if (this.others.foreign.length > 0) {
      roots.push({ kind: 'foreign' });
    }
    return roots.map(node => this.intern(node));
  }

  children(node: TreeNode): readonly TreeNode[] {
    return this.childrenOf(node).map(child => this.intern(child));
  }

  parent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case 'probe': {
        const group = this.probes.groups.find(({ probes }) =>
          probes.some(probe => probe.key === node.key),
        );
        return group && this.intern({ kind: 'group', target: group.target });
      }
      case 'place':
      case 'morePlaces':
        return this.intern({ kind: 'probe', key: node.key });
      case 'orphan':
        return this.intern({ kind: 'orphans' });
      case 'foreignGroup':
        return this.intern({ kind: 'foreign' });
      case 'foreignProbe':
        return this.intern(
          this.isForeignGroup(node.group)
            ? { kind: 'foreignGroup', group: node.group }
            : { kind: 'foreign' },
        );
      default:
        return undefined;
    }
  }

  /** What the row shows; undefined when what it stands for is gone. */
  row(node: TreeNode): Row | undefined {
    switch (node.kind) {
      case 'group': {
        const groups = this.probes.groups;
        const group = groups.find(({ target }) => target === node.target);
        return group && groupRow(group, groups, this.style, this.scope);
      }
      case 'probe': {
        const probe = this.probes.get(node.key);
        return probe && probeRow(probe, this.style);
      }
      case 'place': {
        const probe = this.probes.get(node.key);
        return probe && placeRow(probe, node.index, this.style);
      }
      case 'morePlaces': {
        const probe = this.probes.get(node.key);
        return probe && morePlacesRow(probe, this.style);
      }
      default:
        return this.otherRow(node);
    }
  }

  private childrenOf(node: TreeNode): TreeNode[] {
    switch (node.kind) {
      case 'group': {
        const group = this.probes.groups.find(({ target }) => target === node.target);
        return (group?.probes ?? []).map(({ key }) => ({ kind: 'probe', key }));
      }
      case 'probe': {
        const probe = this.probes.get(node.key);
        return probe ? placeNodes(probe) : [];
      }
      case 'orphans':
        return this.others.orphans.map(({ owner }) => ({ kind: 'orphan', owner }));
      case 'foreign':
        return [...this.others.foreignGroups].flatMap(([group]) =>
          this.isForeignGroup(group) ? [{ kind: 'foreignGroup', group }] : this.foreignOf(group),
        );
      case 'foreignGroup':
        return this.foreignOf(node.group);
      default:
        return [];
    }
  }

  /** What a row shows that is not this window's. */
  private otherRow(
    node: Exclude<TreeNode, { kind: 'group' | 'probe' | 'place' | 'morePlaces' }>,
  ): Row | undefined {
    switch (node.kind) {
      case 'orphans':
        return orphansRow(this.others.orphans, this.style);
      case 'orphan': {
        const orphan = this.others.orphans.find(({ owner }) => owner === node.owner);
        return orphan && orphanRow(orphan, this.style);
      }
      case 'foreign':
        return foreignRow(this.others.foreign, this.style);
      case 'foreignGroup': {
        const probes = this.others.foreignGroups.get(node.group);
        return probes && foreignGroupRow(node.group, probes.length, this.style);
      }
      case 'foreignProbe': {
        const probe = this.others.findForeign(node.group, node.event);
        return probe && foreignProbeRow(probe, this.style);
      }
    }
  }

  /** Whether a group of another tool is a row of its own: one probe needs none above it. */
  private isForeignGroup(group: string): boolean {
    return (this.others.foreignGroups.get(group)?.length ?? 0) > 1;
  }

  private foreignOf(of: string): TreeNode[] {
    const probes = this.others.foreignGroups.get(of) ?? [];
    return probes.map(({ group, event }) => ({ kind: 'foreignProbe', group, event }));
  }

  private intern(node: TreeNode): TreeNode {
    const id = nodeId(node);
    const known = this.nodes.get(id) ?? node;
    this.nodes.set(id, known);
    return known;
  }
}
