import type { TestContext } from 'vitest';
import { skipUnless } from '../../rigs/precondition';

/** Skips the test unless it can start a helper as root without being asked for a password. */
export function needsRoot(ctx: TestContext): void {
  skipUnless(ctx, process.getuid?.() === 0, 'it starts a helper as root: run it as root');
}
