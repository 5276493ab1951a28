import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The symbol worker, bundled as for dist/ into a temporary folder. */
export class BundledWorker {
  readonly folder = mkdtempSync(join(tmpdir(), 'probescope-worker-'));
  readonly file = join(this.folder, 'symbolWorker.js');

  async build(): Promise<void> {
    await build({
      entryPoints: [join(import.meta.dirname, '../../../src/workers/symbolWorker.ts')],
      outfile: this.file,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      logLevel: 'silent',
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
