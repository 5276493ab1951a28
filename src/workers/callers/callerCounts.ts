import type { Call, CallCounts } from '../../events/aggregate/callCounts';
import { MAX_VALUES, type ValueCounts } from '../../events/valueCounts';
import type { AddressSpaces } from './addressSpaces';
import { type FilePlace, type Place, placeOf } from './place';
import { fileKey, type PlaceNames } from './placeNames';
import { placeText } from './placeText';
import type { ProbedCode } from './probedCode';

/** Calls that are looked at in one go: each may mean that a process's mappings are read. */
const MAX_LEARNT = 1000;
/** After so long, in ms, calls are counted by place, and looked at again: their process may run another program. */
const FOLD_MS = 100;

/** Calls that came from one place. */
interface Counted {
  readonly call: Call;
  place: Place | undefined;
  count: number;
  /** The names' version that `text` was made of. */
  version: number;
  text: string;
}

/**
 * Who called, over all events of one table, those without a row included. Calls are counted by thread and address as
 * they come, and then by place, as one function may be called from many processes, at other addresses in each.
 */
export class CallerCounts {
  /** By place; what is not known to be one place, by thread and address. */
  private readonly placed = new Map<string, Counted>();
  private readonly unplaced = new Map<string, Counted>();
  private others = 0;
  /** Calls that were looked at since they were counted by place. */
  private looked = 0;
  private foldedAt = -Infinity;

  constructor(
    private readonly calls: CallCounts,
    private readonly code: ProbedCode,
    private readonly spaces: AddressSpaces,
    private readonly names: PlaceNames,
  ) {}

  /**
   * Sees to it that what new addresses mean is known later, when their processes may have ended.
   * @param now ms of a monotonic clock
   */
  look(now: number): void {
    const { calls, looked } = this;
    const step = Math.max(1, Math.ceil((calls.used - looked) / MAX_LEARNT));
    let at = 0;
    calls.forEach(looked, call => {
      if (at++ % step === 0) {
        this.learn(call);
      }
    });
    this.looked = calls.used;
    if (now - this.foldedAt >= FOLD_MS) {
      this.foldedAt = now;
      this.fold();
    }
  }

  tell(counts: ValueCounts): void {
    this.fold();
    for (const counted of [...this.placed.values(), ...this.unplaced.values()]) {
      counts.add(this.text(counted), undefined, counted.count);
    }
    counts.addUntold(this.others);
  }

  /** Calls that surely came from a file, each place once. */
  forEachSite(visit: (text: string, place: FilePlace) => void): void {
    this.fold();
    for (const counted of [...this.placed.values(), ...this.unplaced.values()]) {
      const text = this.text(counted);
      const { call, place } = counted;
      if (place && 'file' in place && this.sharedKey(call, place) !== undefined) {
        visit(text, place);
      }
    }
  }

  private learn(call: Call): void {
    const { thread, ip, address } = call;
    const { code } = this;
    if (typeof ip === 'number' && typeof address === 'number') {
      this.spaces.learn({ thread, ip, code }, address);
    }
    // Asks for its name.
    placeText(address, this.place(call), this.names, 1);
  }

  private fold(): void {
    this.calls.forEach(0, (call, count) => {
      const place = this.place(call);
      const key = this.sharedKey(call, place);
      const map = key === undefined ? this.unplaced : this.placed;
      const own = key ?? `${call.thread} ${call.ip} ${call.address}`;
      const known = map.get(own);
      if (known) {
        known.count += count;
      } else if (map.size < MAX_VALUES) {
        map.set(own, { call, place, count, version: -1, text: '' });
      } else {
        this.others += count;
      }
    });
    this.others += this.calls.others;
    this.calls.clear();
    this.looked = 0;
  }

  /** Tells places apart that are surely not the same; undefined where nothing proves which place it is. */
  private sharedKey({ address }: Call, place: Place | undefined): string | undefined {
    if (!place) {
      return undefined;
    }
    if ('kernel' in place) {
      return `k${place.kernel}`;
    }
    if ('mapping' in place) {
      const { name, start } = place.mapping;
      return name === '' ? `${address}` : `${name}+${Number(address) - start}`;
    }
    const isProved =
      place.by === 'offset' ||
      typeof this.names.ofFile({ ...place, at: place.at - 1 }) === 'object';
    return isProved ? fileKey(place) : undefined;
  }

  private text(counted: Counted): string {
    const { version } = this.names;
    if (!counted.place || counted.version !== version) {
      counted.place ??= this.place(counted.call);
      counted.text = placeText(counted.call.address, counted.place, this.names, 1);
      counted.version = version;
    }
    return counted.text;
  }

  private place({ thread, ip, address }: Call): Place | undefined {
    const hit = typeof ip === 'number' ? { thread, ip, code: this.code } : undefined;
    return placeOf(address, hit, this.spaces);
  }
}
