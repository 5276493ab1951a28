import { readPages } from './pagedFile';
import type { ProfileEntry } from './profile';

/** What is told of one row; undefined for what is none. */
type ParseRow = (row: string) => ProfileEntry | undefined;

/**
 * `uprobe_profile` or `kprobe_profile`, to be read again and again: rows that are as they were at their place the
 * last time, as most are, are not parsed again. It is read once, not until it settles: with thousands of rows that
 * would take twice the time at each look, and whoever counts sees that a row is missing, as one does for a moment.
 */
export class ProfileFile {
  private rows: readonly string[] = [];
  private entries: readonly (ProfileEntry | undefined)[] = [];

  constructor(
    private readonly file: string,
    private readonly parse: ParseRow,
  ) {}

  /** All rows of now; none where this kernel has no such file. Throws {@link TracefsError}. */
  async read(): Promise<ProfileEntry[]> {
    const rows = ((await readPages(this.file)) ?? '').split('\n');
    const before = this.rows;
    const known = this.entries;
    const entries = rows.map((row, at) => (row === before[at] ? known[at] : this.parse(row)));
    this.rows = rows;
    this.entries = entries;
    return entries.filter(entry => entry !== undefined);
  }
}
