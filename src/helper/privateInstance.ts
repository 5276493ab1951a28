import type { Instance, Lease, Tracefs } from '../tracefs';
import type { Log } from './log';
import { unlessGone } from './unlessGone';

/** Room of the buffer while nothing reads it, in KiB per CPU: the least it may have. */
export const UNUSED_BUFFER_KIB = 4;

/**
 * The helper's tracing instance and the lease on it: an open reader, which the kernel closes with
 * the process however it ends. While it is open nobody can remove the instance, so an instance that
 * can be removed is a dead helper's (`instance_rmdir` in `kernel/trace/trace.c` counts its readers).
 */
export class PrivateInstance {
  private current: { instance: Instance; lease: Lease } | undefined;

  constructor(
    readonly name: string,
    private readonly log: Log,
  ) {}

  /** Made when first needed. Throws `TracefsError`. */
  async open(tracefs: Tracefs): Promise<Instance> {
    if (this.current !== undefined) {
      return this.current.instance;
    }
    const instance = await tracefs.createInstance(this.name);
    try {
      const lease = await instance.holdLease();
      this.current = { instance, lease };
    } catch (error) {
      await instance.remove();
      throw error;
    }
    await this.configure(instance);
    return instance;
  }

  /**
   * Gives the lease up and removes the instance, if there is one. Throws `busy` while somebody reads
   * from it, and can then be tried again.
   */
  async close(): Promise<void> {
    const current = this.current;
    if (current !== undefined) {
      await current.lease.release();
      await unlessGone(() => current.instance.remove());
      this.current = undefined;
    }
  }

  /**
   * Hits are counted with tracing off as well, and nothing reads the buffer until a capture does: it
   * need not keep the 1.4 MB a CPU that a new instance has.
   */
  private async configure(instance: Instance): Promise<void> {
    try {
      await instance.setBufferSize(UNUSED_BUFFER_KIB);
      await instance.setTracingOn(false);
      await instance.excludeThisProcess();
    } catch (error) {
      this.log.warn(`instance ${this.name}: ${error instanceof Error ? error.message : ''}`);
    }
  }
}
