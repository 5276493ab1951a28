import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

interface Activation {
  readonly milliseconds: number;
  readonly registered: number;
  /** Ways in which a process or a worker was started. */
  readonly started: readonly string[];
  /** Native modules that were loaded. */
  readonly native: readonly string[];
}

// It wakes in every window, so waking must cost next to nothing.
describe('the extension when VS Code starts', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'probescope-activation-'));
    await build({
      entryPoints: ['src/extension/extension.ts'],
      absWorkingDir: ROOT,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      minify: true,
      external: ['vscode', 'ffi-rs'],
      outdir: folder,
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('starts no process and no worker, loads nothing native, is quick, and ends without a trace', async () => {
    const script = join(ROOT, 'test/unit/extension/support/activateAlone.cjs');
    // Rejects when the process must be killed because something keeps it running.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [script, join(folder, 'extension.js'), folder],
      { timeout: 10_000 },
    );
    const activation = JSON.parse(stdout) as Activation;
    expect(activation).toMatchObject({ started: [], native: [] });
    expect(activation.registered).toBeGreaterThan(20);
    // About 20 on the machine this was written on: a guard against reading or computing something at the start.
    expect(activation.milliseconds).toBeLessThan(1000);
  });
});
