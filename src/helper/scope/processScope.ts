import { existsSync, statSync } from 'node:fs';
import type { Scope } from '../../protocol/scope';
import { EventPids, SerialQueue, type Instance } from '../../tracefs';
import type { Log } from '../log';
import { Refusal } from '../refusal';
import { checkNamed, IDLE, mayBeIn, membersOf, type Limited } from './members';

/** How often processes are looked at while events are captured, in ms. */
const LOOK_MS = 1000;
/** Inode of the first pid namespace, PROC_PID_INIT_INO of include/linux/proc_ns.h. */
const FIRST_PID_NAMESPACE = 0xeffffffc;

/**
 * Whose events get into the instance's buffer. The kernel is given threads, and follows their children;
 * what starts otherwise (a login), or goes on as another user (sudo), is found by looking again every
 * second while events are captured.
 */
export class ProcessScope {
  private scope: Scope = { kind: 'mine' };
  private applied: Scope | undefined;
  /** The kernel's lists were emptied, and not filled for any scope. */
  private isBroken = false;
  private readonly queue = new SerialQueue();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly uid: number,
    private readonly log: Log,
  ) {}

  get current(): Scope {
    return this.scope;
  }

  /** Another scope, in force when it resolves with how many threads it stands for; on failure the old one stays. */
  set(instance: Instance, scope: Scope): Promise<number> {
    return this.queue.run(async () => {
      checkNamed(scope, this.uid);
      const before = this.scope;
      this.scope = scope;
      try {
        return await this.enforce(instance);
      } catch (error) {
        this.scope = before;
        await (this.isBroken ? this.enforce(instance) : undefined);
        throw error;
      }
    });
  }

  /** Before events are let into the buffer. Throws where the scope cannot be kept. */
  ensure(instance: Instance): Promise<number> {
    return this.queue.run(() => this.enforce(instance));
  }

  /** Before a probe is armed, whose hits count all processes anyway. */
  async prepare(instance: Instance): Promise<void> {
    await (this.applied === undefined ? this.tryEnsure(instance) : undefined);
  }

  /** From now on events are captured. */
  watch(instance: Instance): void {
    this.close();
    let isLooking = false;
    this.timer = setInterval(() => {
      // Where there are very many processes one look may take longer.
      if (!isLooking) {
        isLooking = true;
        void this.tryEnsure(instance).finally(() => (isLooking = false));
      }
    }, LOOK_MS).unref();
  }

  /** No more. */
  close(): void {
    clearInterval(this.timer);
  }

  private async tryEnsure(instance: Instance): Promise<void> {
    await this.ensure(instance).catch((error: unknown) => {
      this.log.warn(`scope: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  private async enforce(instance: Instance): Promise<number> {
    const { scope } = this;
    const pids = new EventPids(instance);
    const isNew = this.isBroken || (this.applied !== undefined && this.applied !== scope);
    if (scope.kind === 'all') {
      await (isNew ? this.reset(pids, () => Promise.resolve()) : undefined);
      this.applied = scope;
      return 0;
    }
    if (statSync('/proc/self/ns/pid').ino !== FIRST_PID_NAMESPACE) {
      throw new Refusal(
        'scope',
        'In a container the kernel goes by other process ids than those seen here: choose all processes.',
      );
    }
    let threads = 0;
    const name = async (): Promise<void> => {
      threads = await this.name(pids, scope);
    };
    await (isNew ? this.reset(pids, name) : name());
    this.applied = scope;
    return threads;
  }

  private async reset(pids: EventPids, then: () => Promise<void>): Promise<void> {
    this.isBroken = true;
    await pids.clear(async () => {
      try {
        await then();
      } catch (error) {
        // An empty list is everybody, and events are let in again now.
        await pids.add([process.pid]);
        throw error;
      }
    });
    this.isBroken = false;
  }

  /** Until a look finds none that is not named: children of those named are followed. */
  private async name(pids: EventPids, scope: Limited): Promise<number> {
    for (;;) {
      const members = await membersOf(scope, this.uid);
      // After them: what was begun meanwhile by those named is named too, however fast they begin new ones.
      const named = await pids.named();
      await this.leaveOutOthers(pids, scope, [...named], new Set(members));
      // The helper itself, whose events are left out, keeps the list from ever being empty: that means all.
      const fresh = [process.pid, ...members].filter(tid => !named.has(tid) && isThere(tid));
      if (fresh.length === 0) {
        return members.length;
      }
      await pids.add(fresh);
      await this.leaveOutOthers(pids, scope, fresh, new Set());
    }
  }

  /** What runs as another user now, or was given the id of one that ended meanwhile. */
  private async leaveOutOthers(
    pids: EventPids,
    scope: Limited,
    tids: readonly number[],
    members: ReadonlySet<number>,
  ): Promise<void> {
    const others = tids.filter(
      tid => tid !== process.pid && !members.has(tid) && !mayBeIn(tid, scope, this.uid),
    );
    // What the kernel says: of an id that was left out, ended and was given away it knows nothing any more.
    const leftOut = others.length > 0 ? await pids.leftOut() : new Set();
    const fresh = others.filter(tid => !leftOut.has(tid));
    if (fresh.length > 0) {
      await pids.leaveOut(fresh);
    }
  }
}

function isThere(tid: number): boolean {
  return tid === IDLE || existsSync(`/proc/${tid}`);
}
