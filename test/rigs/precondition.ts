import type { TestContext } from 'vitest';
import { machineMayChange, MACHINE_STAYS } from './machine';

declare module 'vitest' {
  interface TaskMeta {
    /** Why the test was skipped; `npm test` prints it. */
    skipReason?: string;
    /** The property of the kernel that is missing: the one kind of skip that CI accepts. */
    kernelProperty?: string;
  }
}

/**
 * Skips the test when this kernel lacks something it is about. CI accepts such a skip.
 * @param property what the kernel must have, e.g. `CONFIG_KPROBE_EVENTS`
 */
export function kernelPrecondition(ctx: TestContext, property: string, holds: boolean): void {
  if (!holds) {
    ctx.task.meta.kernelProperty = property;
  }
  skipUnless(ctx, holds, `this kernel has no ${property}`);
}

/** Skips the test with a reason. In CI, where everything can run, that fails. */
export function skipUnless(ctx: TestContext, holds: boolean, reason: string): void {
  if (!holds) {
    ctx.task.meta.skipReason = reason;
  }
  ctx.skip(!holds, reason);
}

/** Skips the test unless this run may change the machine: use it in a `beforeEach`, and start the rig in the test or lazily. */
export function needsMachine(ctx: TestContext): void {
  skipUnless(ctx, machineMayChange(), MACHINE_STAYS);
}
