import { PROBEABLE } from '../verdicts';

/** Which rows a search may find. */
export class RowFilter {
  constructor(
    private readonly verdicts: Uint8Array,
    readonly probeableOnly: boolean,
  ) {}

  /** A value of the `verdict` column. */
  verdict(row: number): number {
    return this.verdicts[row] ?? 0;
  }

  accepts(row: number): boolean {
    return !this.probeableOnly || this.verdicts[row] === PROBEABLE;
  }
}
