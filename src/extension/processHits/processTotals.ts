import type { ThreadOwner } from '../../processes/threadOwner';

/** Hits of one process, or of one thread whose process was gone before it could be looked up. */
export interface ProcessTotal {
  /** Stable while the same process is shown. */
  readonly id: string;
  /** Left out for a thread that has ended. */
  readonly owner?: ThreadOwner;
  readonly tid: number;
  readonly hits: number;
  /** Threads that hit. */
  readonly threads: number;
}

/** Processes of one container; of the machine itself without one. */
export interface ContainerTotal {
  readonly container?: string;
  readonly hits: number;
  readonly processes: readonly ProcessTotal[];
}

/** Hits by thread as hits by process and container, the most first. */
export function processTotals(
  hits: ReadonlyMap<number, number>,
  ownerOf: (tid: number) => ThreadOwner | undefined,
): readonly ContainerTotal[] {
  const processes = new Map<string, ProcessTotal>();
  for (const [tid, count] of hits) {
    const owner = ownerOf(tid);
    const id = owner ? `p${owner.pid}` : `t${tid}`;
    const before = processes.get(id);
    processes.set(id, {
      id,
      ...(owner && { owner }),
      tid: before?.tid ?? tid,
      hits: (before?.hits ?? 0) + count,
      threads: (before?.threads ?? 0) + 1,
    });
  }
  const containers = new Map<string | undefined, ProcessTotal[]>();
  for (const process of processes.values()) {
    const container = process.owner?.container;
    containers.set(container, [...(containers.get(container) ?? []), process]);
  }
  return [...containers]
    .map(([container, members]) => ({
      ...(container !== undefined && { container }),
      hits: members.reduce((sum, member) => sum + member.hits, 0),
      processes: members.toSorted((a, b) => b.hits - a.hits),
    }))
    .toSorted((a, b) => b.hits - a.hits);
}
