import type { HitCost } from '../../elf/code/hitCost';
import type { Argument } from '../../protocol/probes';
import type { ProcessId } from '../../protocol/processFiles';
import type { OwnLimits } from './ownLimits';
import type { RiskTaken } from './riskTaken';
import type { SeenFunction } from './seenFunction';
import type { UsdtTarget } from './usdtTarget';

/** A function of a file on disk, or a place in it, as the symbol index found it; the helper compares device and inode again. */
export interface UserSymbol {
  /** Absolute path. */
  readonly path: string;
  /** `st_dev` and `st_ino` of the file that was read. */
  readonly device: bigint;
  readonly inode: bigint;
  /** Hexadecimal, without separators. */
  readonly buildId?: string;
  /** As in the symbol table, not demangled. */
  readonly symbol: string;
  /** What people read: the demangled name. Left out where it is the same as `symbol`. */
  readonly displayName?: string;
  /** Bytes from the function's first, where it is not that one. */
  readonly delta?: bigint;
  /** Virtual address in the file's own address space. */
  readonly address: bigint;
  /** File offset: what a uprobe takes. */
  readonly offset: bigint;
  /** File offset of the semaphore of a USDT probe, which the kernel counts up while it is armed. */
  readonly refCtrOffset?: bigint;
  /** It is a USDT probe; `symbol` is `provider:name`. */
  readonly usdt?: UsdtTarget;
  /** The Go runtime moves stacks, so that a return probe would crash the program. */
  readonly isGo: boolean;
  /** What was not proved harmless, where the user overruled the refusal. */
  readonly risk?: RiskTaken;
  /** What a hit costs; the dearest of several functions. Left out where nobody looked. */
  readonly cost?: HitCost;
  /** Left out where only the place is known. */
  readonly seen?: SeenFunction;
  /** It is found by what this process runs; `path` is what the process calls it. */
  readonly process?: ProcessId;
  /** Where that is, in a few words without a slash: "in web-1". */
  readonly where?: string;
  /** The file had no name any more when it was chosen: what is at its path was another one already. */
  readonly deleted?: true;
}

/** A further function of the same file, probed by the same event. */
export type UserPlace = Pick<
  UserSymbol,
  'symbol' | 'displayName' | 'delta' | 'address' | 'offset' | 'seen'
>;

/** A further function of the kernel, probed by the same event. */
export type KernelPlace = Pick<KernelAttachRequest, 'symbol' | 'module' | 'offset'>;

/** What the user may ask of any probe. */
interface Filtered {
  /** Which of its hits are captured, in the kernel's words; all, where it is left out. */
  readonly filter?: string;
  /** A stack is recorded with each hit. */
  readonly stacks?: true;
}

/** What a probe on several functions has beside the first of them. */
interface Several<Place> extends Filtered {
  readonly more?: readonly Place[];
  /** What people call it: "12 functions of orders". */
  readonly label?: string;
  readonly limits?: OwnLimits;
}

/** A probe on a function of a file, or on several. */
export interface UserAttachRequest extends Several<UserPlace> {
  readonly kind: 'uprobe' | 'uretprobe';
  readonly target: UserSymbol;
  /** The event's name; left out, the helper makes one from the label. */
  readonly event?: string;
  readonly args?: readonly Argument[];
}

/** A probe on a function of the kernel, or on several. */
export interface KernelAttachRequest extends Several<KernelPlace> {
  readonly kind: 'kprobe' | 'kretprobe';
  readonly symbol: string;
  readonly module?: string;
  /** Bytes past the symbol; 0 when left out. */
  readonly offset?: bigint;
  /** kretprobe only: how many calls may be in flight at once. */
  readonly maxActive?: number;
  readonly event?: string;
  readonly args?: readonly Argument[];
}

/** A static tracepoint or a syscall's: enabled in the helper's instance, never created. */
export interface TracepointAttachRequest extends Filtered {
  readonly kind: 'tracepoint';
  readonly system: string;
  readonly event: string;
  readonly limits?: OwnLimits;
}

/** What the user asked to probe; enough to make the same probe again after the helper is gone. */
export type AttachRequest = UserAttachRequest | KernelAttachRequest | TracepointAttachRequest;

/** What is fetched at each hit: as the user has it, or else what the note of a USDT probe says. */
export function argumentsOf(request: UserAttachRequest | KernelAttachRequest): readonly Argument[] {
  return request.args ?? ('target' in request ? request.target.usdt?.args : undefined) ?? [];
}

/** The same request with stacks recorded, or without. */
export function withStacks(request: AttachRequest, on: boolean): AttachRequest {
  if (on) {
    return { ...request, stacks: true };
  }
  const unset: AttachRequest & { stacks?: true } = { ...request };
  delete unset.stacks;
  return unset;
}

/** The same request with another filter, or with none. */
export function withFilter(request: AttachRequest, filter: string | undefined): AttachRequest {
  if (filter !== undefined) {
    return { ...request, filter };
  }
  const unset: AttachRequest & { filter?: string } = { ...request };
  delete unset.filter;
  return unset;
}

/** Whether a request is on a file of this machine rather than on the kernel. */
export function isUserRequest(request: AttachRequest): request is UserAttachRequest {
  return request.kind === 'uprobe' || request.kind === 'uretprobe';
}

/** The name people read in the tree and in messages. */
export function requestLabel(request: AttachRequest): string {
  if ('label' in request) {
    return request.label;
  }
  switch (request.kind) {
    case 'uprobe':
    case 'uretprobe':
      return placeLabel(request.target);
    case 'kprobe':
    case 'kretprobe':
      return placeLabel({ symbol: request.symbol, delta: request.offset });
    case 'tracepoint':
      return `${request.system}:${request.event}`;
  }
}

/** The name of one function, and how far into it. */
export function placeLabel(place: {
  readonly symbol: string;
  readonly displayName?: string;
  readonly delta?: bigint | undefined;
}): string {
  return withOffset(place.displayName ?? place.symbol, place.delta);
}

function withOffset(name: string, offset: bigint | undefined): string {
  return offset ? `${name}+0x${offset.toString(16)}` : name;
}
