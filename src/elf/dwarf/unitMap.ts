import { readAddressRanges } from './addressRanges';
import { CodeRanges } from './codeRanges';
import type { DebugSections } from './debugSections';
import { SharedRead } from './sharedRead';
import { scanUnits } from './unitScan';

/** Which unit of a file's debug information an address's code is of. */
export class UnitMap {
  /** What `.debug_aranges` tells of, and which units that are. */
  private readonly told = new SharedRead<{
    readonly ranges: CodeRanges;
    readonly units: ReadonlySet<number>;
  }>();
  /** What the units themselves tell. */
  private readonly scanned = new SharedRead<CodeRanges>();

  /** Addresses by their unit, as it begins in `.debug_info`. Throws ElfError, or the signal's reason. */
  async unitsOf(
    sections: DebugSections,
    is64: boolean,
    targets: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<number, readonly number[]>> {
    const told = await this.told.get(() => readTold(sections), signal);
    const isAllTold = targets.every(target => told.ranges.unitOf(target) !== undefined);
    const scanned = isAllTold
      ? undefined
      : await this.scanned.get(async stop => {
          const ranges = new CodeRanges();
          await scanUnits(sections, told.units, is64, ranges, stop);
          return ranges;
        }, signal);
    const units = new Map<number, number[]>();
    for (const target of targets) {
      const unit = told.ranges.unitOf(target) ?? scanned?.unitOf(target);
      if (unit !== undefined) {
        const known = units.get(unit) ?? [];
        known.push(target);
        units.set(unit, known);
      }
    }
    return units;
  }
}

async function readTold(
  sections: DebugSections,
): Promise<{ ranges: CodeRanges; units: ReadonlySet<number> }> {
  const ranges = new CodeRanges();
  return { ranges, units: await readAddressRanges(sections, ranges) };
}
