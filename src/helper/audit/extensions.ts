import { RateLimit } from '../rateLimit';

/** Told one by one: so many in a row, and as many a second after them. */
const AT_ONCE = 60;
const A_SECOND = 1;
/** How long those that were not told wait for their common line, in ms. */
const WAIT_MS = 60_000;

/** Extensions of time that have no line of their own. */
export interface Untold {
  readonly count: number;
  readonly seconds: number;
}

/**
 * Giving a probe more time costs nothing, so whoever asks for it all the time could fill the log with it until what
 * matters is rotated away. Some are told one by one, the rest in one line a minute, or with the removal of the
 * probe: all are counted.
 */
export class Extensions {
  private readonly limit: RateLimit;
  private readonly untold = new Map<number, Untold>();
  private timer: NodeJS.Timeout | undefined;

  /** @param tell is given the sum of what was not told, and of how many probes */
  constructor(
    private readonly tell: (untold: Untold, probes: number) => void,
    now?: () => number,
  ) {
    this.limit = new RateLimit(A_SECOND, now, AT_ONCE);
  }

  /** Whether this one has a line of its own; if not, it is counted. */
  take(handle: number, seconds: number): boolean {
    if (this.limit.take()) {
      return true;
    }
    const { count, seconds: sum } = this.untold.get(handle) ?? NONE;
    this.untold.set(handle, { count: count + 1, seconds: sum + seconds });
    this.timer ??= setTimeout(() => {
      this.flush();
    }, WAIT_MS).unref();
    return false;
  }

  /** What is not told of a probe, which then is. */
  of(handle: number): Untold | undefined {
    const untold = this.untold.get(handle);
    this.untold.delete(handle);
    return untold;
  }

  /** Tells what is left. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.untold.size > 0) {
      const all = [...this.untold.values()].reduce((sum, { count, seconds }) => ({
        count: sum.count + count,
        seconds: sum.seconds + seconds,
      }));
      const probes = this.untold.size;
      this.untold.clear();
      this.tell(all, probes);
    }
  }
}

const NONE: Untold = { count: 0, seconds: 0 };
