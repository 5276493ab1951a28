// npm start: builds Probescope and opens VS Code on the example program, with the extension loaded.
// npm start -- --check: does it without a screen, sets a probe through the UI, sees it count, removes it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages, howToInstall, packagesOf } from './debianPackages.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { desktopCode, openDesktop } from './desktop.mjs';
import { buildExample, runExample } from './example.mjs';
import { exitOnSignals, run } from './run.mjs';
import { serve } from './serve.mjs';
import { ensureTracefs } from './tracefs.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

async function main() {
  const check = process.argv.includes('--check');
  if (check && process.getuid?.() !== 0) {
    console.error(
      'The check sets a probe and looks into the kernel afterwards, which only root may: sudo npm start -- --check',
    );
    process.exit(1);
  }
  const code = check ? undefined : await desktopCode();
  await needPackages(check ? 'check' : code ? 'example' : 'start');
  await ensureDependencies();
  if (process.getuid?.() === 0) {
    await ensureTracefs();
  }
  if (check) {
    process.exit(await runCheck());
  }
  await buildExample();
  runExample();
  if (code) {
    const { build } = await import('../esbuild.mjs');
    await build();
    await openDesktop(code);
    process.exit(0);
  }
  await serve();
}

/** Installs the Debian packages of a part, or says how and ends. */
async function needPackages(part) {
  const missing = await ensurePackages(packagesOf([part]));
  if (missing.length > 0) {
    console.error(
      `Some packages are missing. Install them, then start again:\n${await howToInstall(missing)}`,
    );
    process.exit(1);
  }
}

/** The check is a test like the others: test/check. */
async function runCheck() {
  const vitest = [process.execPath, join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run'];
  const { code } = await run([...vitest, '--project', 'check'], {
    cwd: ROOT,
    echo: true,
    timeout: 300_000,
  });
  const picture = join(ROOT, 'out/screenshots/1.139/check.png');
  if (code === 0 && existsSync(picture)) {
    console.log(`The probe was set, counted and removed. Picture: ${picture}`);
  }
  return code ?? 1;
}

exitOnSignals();
await main();
