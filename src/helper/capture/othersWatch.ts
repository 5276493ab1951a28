import { type FSWatcher, watch } from 'node:fs';
import type { CpuCounts } from '../../protocol/capture';
import {
  type BufferSettings,
  type Instance,
  readBufferSettings,
  sameClock,
  TracefsError,
} from '../../tracefs';
import type { Pauses } from './pauses';
import type { RunningCapture } from './runningCapture';

/** Between two looks, and the least between two that are begun by what others write, in ms. */
const LOOK_MS = 500;
const SOON_MS = 50;
/** How long settings are known where no write to a file of the folder was told: those of single CPUs are none, in ms. */
const KNOWN_MS = 5000;
/** For how long after it was emptied the next time may pass unseen, as nothing was read between the two, in ms. */
const AGAIN_MS = 100;
/** For how long after we threw the switch, or saw it thrown, a change of it is not another one, in ms. */
const OWN_MS = 500;

/**
 * What other programs with root do to the buffer of a capture: whoever removes an event that was ever on here, or
 * opens its `trace` to write, empties it; and they may switch it off or give it another size. The kernel counts none
 * of what is missing then. Of when it was is known that it was after the look before.
 */
export class OthersWatch {
  private timer: NodeJS.Timeout | undefined;
  private watcher: FSWatcher | undefined;
  private looking: Promise<unknown> = Promise.resolve();
  /** When it was last seen that all was well, in ms. */
  private since = performance.now();
  private settings: BufferSettings | undefined;
  /** When they were read, in ms. */
  private settingsAt = -Infinity;
  /** A write to a file of the folder was told since. */
  private isWritten = false;
  private cpus: string | undefined;
  private emptiedAt = -Infinity;
  private wasShut = false;
  /** When the latest look that saw it shut was, in ms. */
  private shutAt = -Infinity;
  private isTouched = false;
  /** How much we ourselves change at the moment. */
  private own = 0;
  private isSoon = false;
  private isOver = false;

  /** @param onError it cannot be captured any more */
  constructor(
    private readonly instance: Instance,
    private readonly capture: RunningCapture,
    private readonly clock: string,
    private readonly pauses: Pauses,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Looks from now on. */
  begin(): void {
    try {
      // Tells what is written to the files right in the folder; without it looks are later.
      this.watcher = watch(this.instance.folder, { persistent: false }, (_, name) => {
        this.touched(name);
      });
      this.watcher.on('error', () => {
        this.watcher?.close();
        this.watcher = undefined;
      });
    } catch {
      // Then settings are read at each look.
    }
    this.schedule(0);
  }

  end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.watcher?.close();
  }

  /** Does what empties the buffer or gives it another size by our own hand: that is told by whoever does it. */
  async during<Result>(change: () => Promise<Result>): Promise<Result> {
    await this.looking;
    this.own++;
    try {
      return await change();
    } finally {
      try {
        await this.capture.counts();
        await this.readSettings();
      } catch (error) {
        this.fail(error);
      }
      this.capture.takeEmptied();
      this.since = performance.now();
      this.own--;
    }
  }

  /** What was read and lost so far; what others did is among the pauses then. Where it rejects, the capture ends. */
  look(): Promise<CpuCounts[]> {
    const looking = this.looking.then(() => this.lookNow());
    this.looking = looking.catch((error: unknown) => {
      this.fail(error);
    });
    return looking;
  }

  private async lookNow(): Promise<CpuCounts[]> {
    const isOurs = this.own > 0;
    const before = this.settings;
    // When they are known to have been so, if they are others now.
    const since = this.isWritten ? this.since : Math.min(this.since, this.settingsAt);
    if (!this.isOver && this.areSettingsOld()) {
      await this.readSettings();
    }
    const kept = this.capture.keptMs;
    const counts = await this.capture.counts();
    if (!isOurs && this.own === 0) {
      this.compare(before, since, kept);
    }
    return counts;
  }

  private areSettingsOld(): boolean {
    return !this.watcher || this.isWritten || performance.now() - this.settingsAt > KNOWN_MS;
  }

  private async readSettings(): Promise<void> {
    // Before they are read: what is written meanwhile is read again.
    this.settingsAt = performance.now();
    this.isWritten = false;
    try {
      this.settings = await readBufferSettings(this.instance.folder);
    } catch (error) {
      if (!(error instanceof TracefsError && error.code === 'denied')) {
        throw error;
      }
      // A file was being looked for with the user's ids, which are every thread's for a moment (`asUser.ts`).
      this.isWritten = true;
    }
  }

  /** @param before what the settings were, at `since` in ms at the latest */
  private compare(before: BufferSettings | undefined, since: number, kept: number): void {
    const settings = this.isOver ? undefined : this.settings;
    const now = performance.now();
    const ms = now - this.since;
    this.compareContents(ms, now, kept);
    this.cpus ??= settings?.cpus;
    this.compareSwitch(ms, settings !== undefined && settings.cpus !== this.cpus);
    if (settings && before && settings.size !== before.size) {
      this.pauses.add('resize', now - since);
    }
    this.since = now;
    if (settings) {
      sameClock(this.clock, settings.clock);
    }
  }

  private compareContents(ms: number, now: number, kept: number): void {
    const isEmptied = this.capture.takeEmptied();
    if (isEmptied || this.since < this.emptiedAt + AGAIN_MS) {
      this.pauses.add('emptied', ms + (isEmptied ? kept : 0), isEmptied ? 1 : 0);
    }
    this.emptiedAt = isEmptied ? now : this.emptiedAt;
  }

  /** @param isPartly whether events of some CPUs are kept out */
  private compareSwitch(ms: number, isPartly: boolean): void {
    const isShut = isPartly || (!this.isOver && this.capture.isShutByOthers);
    if (isShut || this.wasShut || this.isTouched) {
      this.pauses.add('shut', ms, this.wasShut ? 0 : 1);
    }
    this.shutAt = isShut || this.wasShut ? this.since + ms : this.shutAt;
    this.wasShut = isShut;
    this.isTouched = false;
  }

  private touched(name: string | null): void {
    this.isWritten = true;
    const known = Math.max(this.instance.gate.setAt, this.shutAt);
    const isSwitch = name === 'tracing_on' && this.own === 0;
    this.isTouched ||= isSwitch && performance.now() - known > OWN_MS;
    if (!this.isSoon) {
      this.isSoon = true;
      this.schedule(SOON_MS);
    }
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer);
    if (!this.isOver) {
      this.timer = setTimeout(() => {
        this.isSoon = false;
        void this.look()
          .catch(() => undefined)
          .then(() => {
            this.schedule(LOOK_MS);
          });
      }, ms);
    }
  }

  private fail(error: unknown): void {
    if (!this.isOver) {
      this.onError(error);
    }
  }
}
