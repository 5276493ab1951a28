import { readLines } from './readLines';

/** The function of the kernel that an address is in. */
export interface KernelPlace {
  readonly name: string;
  /** The module it is in; none for the kernel itself. */
  readonly module?: string;
  /** Bytes from its first. */
  readonly delta: number;
}

/** Further from a symbol an address is of something else: trampolines and programs made while it runs. */
const MAX_DELTA = 1 << 20;

/** `ADDRESS TYPE NAME` and perhaps a tab and `[MODULE]` (`s_show` in kernel/kallsyms.c). */
const LINE = /^([0-9a-f]{8})([0-9a-f]{8}) [tTwW] (\S+)(?:\s+\[(\w+)\])?/;

/** Where the kernel's functions are. */
export class KernelAddresses {
  private constructor(
    /** Sorted. */
    private readonly keys: Float64Array,
    private readonly names: readonly string[],
    /** One for each name; empty for the kernel itself. */
    private readonly modules: readonly string[],
  ) {}

  /**
   * Reads `/proc/kallsyms`. It holds nothing where the kernel keeps addresses to itself: they are all zero
   * then (`kernel.kptr_restrict`). Rejects where the file cannot be read.
   */
  static async read(file = '/proc/kallsyms'): Promise<KernelAddresses> {
    const keys: number[] = [];
    const names: string[] = [];
    const modules: string[] = [];
    for await (const lines of readLines(file)) {
      for (const line of lines) {
        const [, high, low, name, module = ''] = LINE.exec(line) ?? [];
        if (high !== undefined && low !== undefined && name !== undefined) {
          const key = keyOf(Number.parseInt(high, 16), Number.parseInt(low, 16));
          if (key !== 0) {
            keys.push(key);
            names.push(name);
            modules.push(module);
          }
        }
      }
    }
    // The kernel lists its own in order already.
    const order = Array.from(keys, (_, at) => at).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
    return new KernelAddresses(
      Float64Array.from(order, at => keys[at] ?? 0),
      order.map(at => names[at] ?? ''),
      order.map(at => modules[at] ?? ''),
    );
  }

  /** The function before an address, the first listed of those at one place; undefined where none is near. */
  at(address: bigint): KernelPlace | undefined {
    const { keys } = this;
    const key = keyOf(Number(BigInt.asUintN(64, address) >> 32n), Number(address & 0xffffffffn));
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? 0) <= key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    let at = low - 1;
    const start = keys[at];
    if (start === undefined || key - start > MAX_DELTA) {
      return undefined;
    }
    while (keys[at - 1] === start) {
      at--;
    }
    const module = this.modules[at] ?? '';
    return { name: this.names[at] ?? '', delta: key - start, ...(module !== '' && { module }) };
  }
}

/** The kernel's half differs in the lower 53 bits only: exact as a number, unlike the whole. */
function keyOf(high: number, low: number): number {
  return (high & 0x1fffff) * 2 ** 32 + low;
}
