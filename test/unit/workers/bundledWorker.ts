import { build } from 'esbuild';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { esbuildWat } from '../../../scripts/webAssemblyText.mjs';

const require = createRequire(import.meta.url);

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
      loader: { '.wasm': 'binary' },
      plugins: [esbuildWat],
      logLevel: 'silent',
    });
    // Beside it, as esbuild.mjs puts it.
    const wasm = join(dirname(require.resolve('iced-x86')), 'iced_x86_bg.wasm');
    copyFileSync(wasm, join(this.folder, 'iced_x86_bg.wasm'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
