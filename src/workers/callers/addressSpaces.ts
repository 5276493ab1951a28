import { AddressSpace } from './addressSpace';
import type { CodeMapping } from '../../processes/codeMaps';
import type { ProbedCode } from './probedCode';

/** Processes that are remembered, and of each the address spaces it had: it may run another program, or load more. */
const MAX_PROCESSES = 4096;
const MAX_SPACES = 4;
/** A process that could not be read is not tried again for so long, in ms. */
const RETRY_MS = 100;

/** Reads what a process maps, at once: a moment later it may have ended. */
export interface ProcessReader {
  readonly process: (thread: number) => number | undefined;
  readonly maps: (thread: number) => readonly CodeMapping[] | undefined;
}

/** A hit of a probe: where it was proves which address space it was in. */
export interface Hit {
  readonly thread: number;
  /** Address of the instruction that was hit. */
  readonly ip: number;
  readonly code: ProbedCode;
}

interface KnownProcess {
  /** The newest first. */
  readonly spaces: AddressSpace[];
  /** When it was read last, in ms. */
  readAt: number;
}

/** The address spaces of the processes that hits come from, kept after their end. */
export class AddressSpaces {
  private readonly processes = new Map<number, KnownProcess>();
  private readonly threads = new Map<number, KnownProcess>();

  constructor(
    private readonly reader: ProcessReader,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The one that a hit was in, as far as it was read in time. */
  of({ thread, ip, code }: Hit): AddressSpace | undefined {
    return this.threads.get(thread)?.spaces.find(space => space.holds(ip, code));
  }

  /** The newest that was read of a thread's process, proved by nothing. */
  latest(thread: number): AddressSpace | undefined {
    return this.threads.get(thread)?.spaces[0];
  }

  /**
   * Reads the process of a hit, unless it is known what it maps, or was just tried.
   * @param address that its address space is to have too
   */
  learn(hit: Hit, address: number): void {
    const { thread } = hit;
    if (this.has(hit, address)) {
      return;
    }
    const now = this.now();
    const before = this.threads.get(thread);
    if (before && now - before.readAt < RETRY_MS) {
      return;
    }
    const pid = this.reader.process(thread);
    const known = (pid === undefined ? before : this.processes.get(pid)) ?? empty();
    this.remember(this.threads, thread, known);
    if (pid !== undefined) {
      this.remember(this.processes, pid, known);
      if (!this.has(hit, address) && now - known.readAt >= RETRY_MS) {
        this.read(known, pid, thread);
      }
    }
    known.readAt = now;
  }

  private has(hit: Hit, address: number): boolean {
    return this.of(hit)?.at(address) !== undefined;
  }

  private read({ spaces }: KnownProcess, pid: number, thread: number): void {
    const space = new AddressSpace(pid, this.reader.maps(thread) ?? []);
    if (!space.isEmpty && !spaces[0]?.equals(space)) {
      spaces.unshift(space);
      spaces.length = Math.min(spaces.length, MAX_SPACES);
    }
  }

  private remember(map: Map<number, KnownProcess>, id: number, known: KnownProcess): void {
    map.delete(id);
    map.set(id, known);
    for (const [oldest] of map) {
      if (map.size <= MAX_PROCESSES) {
        return;
      }
      map.delete(oldest);
    }
  }
}

function empty(): KnownProcess {
  return { spaces: [], readAt: -Infinity };
}
