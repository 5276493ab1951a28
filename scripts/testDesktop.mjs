// npm run test:desktop: the suite of test/host in a desktop VS Code, which @vscode/test-electron downloads.
// VSCODE_BIN names one that is there already. Without a display: xvfb-run -a npm run test:desktop
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages, packagesOf } from './debianPackages.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { buildExample } from './example.mjs';
import { packageHere } from './package.mjs';
import { unzip } from './zip.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

await ensurePackages(packagesOf(['example']));
await ensureDependencies();
const { runTests } = await import('@vscode/test-electron');
const { bundleSuite } = await import('../test/host/bundleSuite.mjs');

await mkdir(join(ROOT, 'out'), { recursive: true });
const folder = await mkdtemp(join(ROOT, 'out/desktop-'));
const results = join(folder, 'results.json');
try {
  // What is tested is the extension as the VSIX unpacks it.
  await unzip(await packageHere(), join(folder, 'vsix'));
  const workspace = join(folder, 'workspace');
  await mkdir(workspace);
  await buildExample(workspace);
  await runTests({
    ...(process.env.VSCODE_BIN ? { vscodeExecutablePath: process.env.VSCODE_BIN } : {}),
    extensionDevelopmentPath: join(folder, 'vsix/extension'),
    extensionTestsPath: await bundleSuite(folder),
    extensionTestsEnv: { PROBESCOPE_HOST_RESULTS: results },
    launchArgs: [workspace, '--disable-workspace-trust', '--disable-extensions'],
  }).catch(error => {
    console.error(error.message);
    process.exitCode = 1;
  });
  await report();
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Says what the suite wrote down, which it does whether its tests pass or fail. */
async function report() {
  if (!existsSync(results)) {
    console.error(
      'VS Code did not run the suite. Where it cannot be downloaded, VSCODE_BIN names one that is installed; it needs a display.',
    );
    process.exitCode = 1;
    return;
  }
  const { results: tests } = JSON.parse(await readFile(results, 'utf8'));
  for (const { title, error } of tests.filter(each => each.state === 'failed')) {
    console.error(`failed: ${title}\n${error}`);
    process.exitCode = 1;
  }
  const count = state => tests.filter(each => each.state === state).length;
  console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
}
