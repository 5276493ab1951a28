// `npm run bench`: runs every test/bench/*.bench.ts (or those whose name contains an argument), one after
// the other. Each prints its own table; numbers of one run are compared with each other, never across runs.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { esbuildPlaces } from './benchPlaces.mjs';
import { esbuildWat } from './webAssemblyText.mjs';

const source = join(import.meta.dirname, '../test/bench');
const wanted = process.argv.slice(2);
const benches = readdirSync(source)
  .filter(name => name.endsWith('.bench.ts'))
  .filter(name => wanted.length === 0 || wanted.some(text => name.includes(text)));

// In the repository, where packages that cannot be bundled are found.
const out = join(import.meta.dirname, '../out');
mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(out, 'bench-'));
let failed = benches.length === 0;
try {
  // The disassembler reads it from beside itself.
  const iced = dirname(createRequire(import.meta.url).resolve('iced-x86'));
  copyFileSync(join(iced, 'iced_x86_bg.wasm'), join(folder, 'iced_x86_bg.wasm'));
  for (const name of benches) {
    const outfile = join(folder, `${basename(name, '.ts')}.mjs`);
    await build({
      entryPoints: [join(source, name)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      plugins: [esbuildWat, esbuildPlaces],
      external: ['playwright-core', 'esbuild', 'vite', 'binaryen'],
      // Some packages are CommonJS and ask for node's own modules when they are loaded.
      banner: {
        js: `import { createRequire as r } from 'node:module'; const require = r(import.meta.url); const __dirname = import.meta.dirname;`,
      },
      logLevel: 'warning',
    });
    console.log(`\n${name}`);
    failed = spawnSync(process.execPath, [outfile], { stdio: 'inherit' }).status !== 0 || failed;
  }
} finally {
  rmSync(folder, { recursive: true });
}
if (benches.length === 0) {
  console.error('No benchmark has that name.');
}
process.exitCode = failed ? 1 : 0;
