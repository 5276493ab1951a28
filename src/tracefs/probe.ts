/** What a probe is, as a value. Making one in the kernel is `Tracefs.createEvent`. */

export type ProbeKind = 'kprobe' | 'kretprobe' | 'uprobe' | 'uretprobe';

/** Bytes only where the path is not valid UTF-8. */
export type ProbePath = string | Uint8Array;

/** One `NAME=FETCH:TYPE` (`Documentation/trace/kprobetrace.rst`). */
export interface FetchArgument {
  /** A C identifier of at most 32 characters; the kernel calls an unnamed one `argN`. */
  name?: string;
  /** Where the value comes from, e.g. `%di` or `+8(%si)`. */
  fetch: string;
  /** e.g. `u32` or `string`; the kernel's default is a hexadecimal long. */
  type?: string;
}

/** A place in the kernel: a symbol and an offset in bytes from it, or an address. */
export type KernelTarget =
  { symbol: string; module?: string; offset: bigint } | { address: bigint };

/**
 * A place in a file, in bytes from its start, with the file offset of its reference counter (SDT
 * semaphore).
 */
export interface UserTarget {
  path: ProbePath;
  offset: bigint;
  /** Never 0: no counter is no property. */
  refCtrOffset?: bigint;
}

export interface KernelProbe {
  kind: 'kprobe' | 'kretprobe';
  group?: string;
  event?: string;
  target: KernelTarget;
  /** Kretprobes only: how many calls are followed at a time, 1 to 4096. */
  maxActive?: number;
  args: readonly FetchArgument[];
}

export interface UserProbe {
  kind: 'uprobe' | 'uretprobe';
  group?: string;
  event?: string;
  target: UserTarget;
  args: readonly FetchArgument[];
}

export type ProbeDefinition = KernelProbe | UserProbe;
