// The parts of `npm test`, in their order: what each needs and how it runs.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kit, KIT_VERSIONS } from './kits.mjs';
import { guestKernel } from './kernel.mjs';
import { run, tail } from './run.mjs';
import { ensureTracefs } from './tracefs.mjs';
import { runVitest } from './vitestPart.mjs';

/**
 * @typedef {object} Part
 * @property {string} name `npm test -- NAME`; a prefix before a dash names several
 * @property {(context: Context) => Promise<import('./vitestPart.mjs').Outcome>} run
 * @property {readonly string[]} [prepare] names in PREPARATIONS
 * @property {readonly string[]} [spare] what alone needs the Debian packages: without them the rest runs
 * @property {() => (string | undefined) | Promise<string | undefined>} [unable] why it cannot run here
 * @property {string} [beside] the part that mostly waits, for the kernel or a guest's one processor, and leaves it the other
 */

/**
 * @typedef {object} Context
 * @property {string} root the repository
 * @property {Record<string, string>} env in addition to this process's
 * @property {Set<string>} passed names of parts
 * @property {readonly string[]} [without] what to leave out: globs of test files
 */

/** Unit tests of programs: they compile some, or ask other tools about them. */
const OF_PROGRAMS = [
  'test/unit/elf/**',
  'test/unit/processes/**',
  'test/unit/extension/export/realPerf.test.ts',
];

/**
 * UI tests of what does not depend on VS Code's version, each file some 40 seconds: they run in the newest one.
 */
const IN_NEWEST = [
  'test/ui/aroundSymbols.test.ts',
  'test/ui/badInput/**',
  'test/ui/callers.test.ts',
  'test/ui/liveEvents.test.ts',
  'test/ui/lostProbes.test.ts',
  'test/ui/recordings.test.ts',
  'test/ui/searchSymbols.test.ts',
  'test/ui/severalProbes.test.ts',
];

const isRoot = () => process.getuid?.() === 0;
const mayChange = () => process.env.CI === 'true' || process.env.PROBESCOPE_RIGS === '1';

const needsRoot = () => (isRoot() ? undefined : 'it needs root: sudo npm test');
const needsMachine = () =>
  isRoot() && mayChange() ? undefined : 'it changes the machine: as root, with CI=true or --rigs';

/** Slow things to get ready, one after another, while the first parts run. */
export const PREPARATIONS = {
  ...Object.fromEntries(KIT_VERSIONS.map(version => [`vscode-${version}`, () => kit(version)])),
  kernel: guestKernel,
};

/** @type {readonly Part[]} */
export const PARTS = [
  checks('format', 60, [['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']]),
  checks('lint', 240, [
    ['eslint/bin/eslint.js', '.'],
    ['dependency-cruiser/bin/dependency-cruise.mjs', '--output-type=err', 'src'],
    ['knip/bin/knip.js', '--no-progress'],
  ]),
  checks('types', 120, [
    ['typescript/bin/tsc', '--noEmit', '--project', '.'],
    ['typescript/bin/tsc', '--noEmit', '--project', 'src/webview'],
    ['typescript/bin/tsc', '--noEmit', '--project', 'scripts'],
  ]),
  { ...vitest('unit', 300), spare: OF_PROGRAMS },
  {
    ...vitest('kernel', 420),
    unable: async () => needsRoot() ?? (await ensureTracefs()),
  },
  vitest('package', 180),
  { ...vitest('vm', 300), prepare: ['kernel'] },
  ...KIT_VERSIONS.map(version => ({ ...onVscode('host', version, 240), beside: 'vm' })),
  { ...onVscode('check', KIT_VERSIONS[0], 180), name: 'check', beside: 'vm', unable: needsRoot },
  ...KIT_VERSIONS.map((version, at) => ({
    ...onVscode('ui', version, 540, at === 0 ? [] : IN_NEWEST),
    unable: needsRoot,
  })),
  {
    ...onVscode('ui-vm', KIT_VERSIONS[0], 240),
    name: 'ui-vm',
    prepare: ['kernel', `vscode-${KIT_VERSIONS[0]}`],
  },
  { ...onVscode('ui-user', KIT_VERSIONS[0], 240), name: 'ui-user', unable: needsMachine },
];

/** A part of command-line tools of our dependencies, each of which counts as one test. */
function checks(name, seconds, tools) {
  return {
    name,
    beside: 'kernel',
    async run({ root }) {
      const outcome = { passed: 0, failed: [], skipped: [] };
      for (const [tool, ...args] of tools) {
        const argv = [process.execPath, join(root, 'node_modules', tool), ...args];
        const { code, output, timedOut } = await run(argv, {
          cwd: root,
          timeout: seconds * 1000,
          env: { ...process.env, NO_COLOR: '1' },
        });
        if (code === 0) {
          outcome.passed++;
        } else {
          const title = `${tool.split('/')[0]} ${args.join(' ')}${timedOut ? ' took too long' : ''}`;
          outcome.failed.push({ name: title, detail: tail(output, 60) });
        }
      }
      return outcome;
    },
  };
}

function vitest(project, seconds, env = {}, name = project, without = []) {
  return {
    name,
    run: async context =>
      runVitest(context.root, name, project, {
        timeout: seconds * 1000,
        env: { ...context.env, ...env, ...(await packaged(context)) },
        without: [...(context.without ?? []), ...without],
      }),
  };
}

function onVscode(project, version, seconds, without = []) {
  const name = `${project}-${version}`;
  return {
    ...vitest(project, seconds, { PROBESCOPE_VSCODE: version }, name, without),
    prepare: [`vscode-${version}`],
  };
}

/** The VSIX that the part `package` made in this run, so that the others need not make it again. */
async function packaged({ root, passed }) {
  const { ownTarget } = await import('./nativePackage.mjs');
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const file = join(root, `out/probescope-${ownTarget()}-${version}.vsix`);
  return passed.has('package') && existsSync(file) ? { PROBESCOPE_VSIX: file } : {};
}

/** The parts that `names` ask for: all when there are none. `ui` names ui-1.139, ui-1.100, ui-vm and ui-user. */
export function selectParts(names) {
  const matches = (part, name) => part.name === name || part.name.startsWith(`${name}-`);
  const unknown = names.filter(name => !PARTS.some(part => matches(part, name)));
  if (unknown.length > 0) {
    const known = PARTS.map(part => part.name).join(' ');
    throw new Error(`No part of the tests is called ${unknown.join(', ')}. There are: ${known}`);
  }
  return PARTS.filter(part => names.length === 0 || names.some(name => matches(part, name)));
}
