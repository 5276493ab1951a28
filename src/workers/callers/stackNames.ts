import type { Stack } from '../../events/stacks/stackRecords';
import type { AddressSpace } from './addressSpace';
import type { AddressSpaces, Hit } from './addressSpaces';
import {
  beforeCall,
  kernelAddress,
  placeIn,
  placeInProbed,
  type FilePlace,
  type Place,
} from './place';
import type { PlaceNames } from './placeNames';
import { functionText, placeText } from './placeText';
import type { ProbedCode } from './probedCode';

const NO_CODE: ProbedCode = { places: [] };

/** The functions of recorded stacks. */
export class StackNames {
  /** By table of the store. */
  private readonly codes = new Map<number, ProbedCode>();
  private readonly spaceOf = new WeakMap<Stack, AddressSpace>();

  constructor(
    private readonly spaces: AddressSpaces,
    private readonly names: PlaceNames,
  ) {}

  /** Tells where the code of a table's probe is. */
  add(table: number, code: ProbedCode): void {
    this.codes.set(table, code);
  }

  /** Sees to it that the addresses of a new stack mean something later, when its process may have ended. */
  learn(stack: Stack): void {
    const hit = this.hit(stack);
    if (!stack.isKernel && hit) {
      for (const frame of stack.frames) {
        if (typeof frame === 'number') {
          this.spaces.learn(hit, frame);
        }
      }
      const space = this.space(stack);
      if (space) {
        this.spaceOf.set(stack, space);
      }
    }
    // Asks for the names.
    this.functions(stack);
  }

  /** Without offsets, the innermost first. */
  functions(stack: Stack): string[] {
    return stack.frames.map((frame, at) =>
      functionText(frame, this.place(stack, frame), this.names, backOf(stack, at)),
    );
  }

  /** With offsets, the innermost first. */
  addresses(stack: Stack): string[] {
    return stack.frames.map((frame, at) =>
      placeText(frame, this.place(stack, frame), this.names, backOf(stack, at)),
    );
  }

  /** The call of a frame, the innermost 0; undefined where it is in no file. */
  site(stack: Stack, frame: number): FilePlace | undefined {
    const address = stack.frames[frame];
    return address === undefined
      ? undefined
      : beforeCall(this.place(stack, address), backOf(stack, frame));
  }

  private place(stack: Stack, frame: number | bigint): Place | undefined {
    const kernel = kernelAddress(frame);
    if (kernel !== undefined) {
      return { kernel };
    }
    if (typeof frame !== 'number') {
      return undefined;
    }
    const space = this.spaceOf.get(stack) ?? this.space(stack);
    const hit = this.hit(stack);
    return (space && placeIn(space, frame)) ?? (hit && placeInProbed(hit, frame));
  }

  /**
   * Proved by where the probe was hit, or else what was read of the process last, if it has code at the innermost
   * address: of an event in the kernel nothing else tells whether it has run another program since.
   */
  private space(stack: Stack): AddressSpace | undefined {
    const hit = this.hit(stack);
    const latest = this.spaces.latest(stack.thread);
    const [innermost] = stack.frames;
    return (
      (hit && this.spaces.of(hit)) ??
      (typeof innermost === 'number' && latest?.at(innermost) ? latest : undefined)
    );
  }

  private hit({ table, thread, frames: [ip] }: Stack): Hit | undefined {
    return typeof ip === 'number'
      ? { thread, ip, code: this.codes.get(table) ?? NO_CODE }
      : undefined;
  }
}

/** The innermost frame of a program is the instruction itself, the others are return addresses. */
function backOf({ isKernel }: Stack, at: number): 0 | 1 {
  return !isKernel && at === 0 ? 0 : 1;
}
