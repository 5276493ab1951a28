/** ms that events may wait to be read before rows are left out; and less than which they wait once it keeps up. */
const BEHIND_MS = 500;
const CAUGHT_UP_MS = 50;
/** ms between two changes: what waits is to be read first. */
const PATIENCE_MS = 250;
const MAX_PARTS = 64;
/** Stretches that are told apart; further ones are told as one with the last. */
const MAX_STRETCHES = 1000;

/** From the first to the last event that was left out while only some were kept, in ns after the epoch. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Which sub-buffers become rows: all, or one of so many while reading falls behind. */
export class Sampling {
  /** Of so many sub-buffers one is kept. */
  parts = 1;
  /** Events that came, and those that became rows. */
  of = 0;
  kept = 0;
  /** In the order in which they came. */
  readonly stretches: Stretch[] = [];
  private isOpen = false;
  private turn = 0;
  private changedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param waited ms that the newest events waited until they were read
   * @param now ms of a monotonic clock
   */
  behind(waited: number, now: number): void {
    if (now - this.changedAt < PATIENCE_MS) {
      return;
    }
    const parts =
      waited > BEHIND_MS
        ? Math.min(MAX_PARTS, this.parts * 2)
        : waited < CAUGHT_UP_MS
          ? Math.max(1, this.parts / 2)
          : this.parts;
    if (parts !== this.parts) {
      this.parts = parts;
      this.changedAt = now;
      this.isOpen &&= parts > 1;
    }
  }

  /** Whether the next sub-buffer becomes rows. */
  next(): boolean {
    this.turn = this.parts === 1 ? 0 : (this.turn + 1) % this.parts;
    return this.turn === 0;
  }

  /** @param first @param last times of events that are left out, in ns after the epoch */
  leftOut(first: number, last: number): void {
    const { stretches } = this;
    const open = this.isOpen || stretches.length === MAX_STRETCHES ? stretches.pop() : undefined;
    stretches.push({
      from: Math.min(open?.from ?? first, first),
      to: Math.max(open?.to ?? last, last),
    });
    this.isOpen = true;
  }

  /** A stretch of events that were left out before they were saved. */
  restore(from: number, to: number): void {
    this.stretches.push({ from, to });
  }

  /** Whether rows from the first to the last of these times may be missing: what needs all of them cannot be told. */
  hides(first: number, last: number): boolean {
    return this.stretches.some(({ from, to }) => from <= last && to >= first);
  }
}
