import type { CodeMapping } from '../../processes/codeMaps';
import type { ProbedCode } from './probedCode';

/** What a process could execute at one moment. */
export class AddressSpace {
  private readonly verdicts = new Map<number, boolean>();

  /** @param mappings by address */
  constructor(
    readonly pid: number,
    private readonly mappings: readonly CodeMapping[],
  ) {}

  get isEmpty(): boolean {
    return this.mappings.length === 0;
  }

  /** Whether the same is mapped at the same addresses. */
  equals({ mappings }: AddressSpace): boolean {
    return (
      mappings.length === this.mappings.length &&
      mappings.every((mapping, at) => {
        const own = this.mappings[at];
        return (
          mapping.start === own?.start &&
          mapping.end === own.end &&
          mapping.offset === own.offset &&
          mapping.file?.inode === own.file?.inode
        );
      })
    );
  }

  at(address: number): CodeMapping | undefined {
    let low = 0;
    let high = this.mappings.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.mappings[middle]?.end ?? 0) <= address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const mapping = this.mappings[low];
    return mapping && address >= mapping.start ? mapping : undefined;
  }

  /**
   * Whether a hit of a probe can have been in it: the probed byte of the probed file is at that address. A
   * process that ran another program since, or another one with its number, fails this.
   */
  holds(ip: number, { file, places }: ProbedCode): boolean {
    let verdict = this.verdicts.get(ip);
    if (verdict === undefined) {
      const mapping = this.at(ip);
      const offset = mapping && ip - mapping.start + mapping.offset;
      // The device of a mapping is not that of `stat` on btrfs and overlayfs.
      verdict =
        mapping?.file !== undefined &&
        mapping.file.inode === file?.inode &&
        places.some(place => place.offset === offset);
      this.verdicts.set(ip, verdict);
    }
    return verdict;
  }
}
