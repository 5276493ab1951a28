// Every Debian package that running or testing Probescope needs: why, and for which parts of `npm test`.
import { run, tail } from './run.mjs';

/** @typedef {{ why: string, parts: readonly string[] }} Need */

const BROWSER = ['host-1.139', 'host-1.100', 'ui-1.139', 'ui-1.100', 'ui-vm', 'ui-user', 'check'];
const SERVER = [...BROWSER, 'start'];
const PROGRAMS = ['unit', 'kernel', ...SERVER, 'example'];
const VM = ['vm', 'ui-vm'];
const MACHINE = ['kernel', 'ui-user'];

/** @type {Record<string, Need>} */
export const DEBIAN_PACKAGES = {
  binutils: {
    why: 'nm, readelf and objdump: the ground truth of the ELF tests',
    parts: ['unit', 'kernel'],
  },
  'busybox-static': { why: 'the user space of the kernel in QEMU', parts: VM },
  chromium: { why: 'the browser that VS Code runs in', parts: BROWSER },
  cpio: { why: 'makes the initramfs of the kernel in QEMU', parts: VM },
  dbus: { why: 'the bus that polkit answers on', parts: MACHINE },
  debuginfod: { why: 'the server that debug files are fetched from', parts: ['unit'] },
  elfutils: { why: 'eu-elfcompress packs the symbol tables that tests unpack', parts: ['unit'] },
  'g++': { why: 'compiles native modules of VS Code', parts: SERVER },
  gcc: {
    why: 'compiles the example program and the fixtures',
    parts: PROGRAMS,
  },
  'golang-go': {
    why: 'compiles Go programs, whose functions are read from their tables',
    parts: ['unit'],
  },
  'libc6-dev': { why: 'headers for the C programs', parts: PROGRAMS },
  'linux-perf': { why: 'the ground truth of the perf commands that are copied', parts: ['unit'] },
  make: { why: 'compiles native modules of VS Code', parts: SERVER },
  pkexec: { why: 'the graphical way to root', parts: MACHINE },
  polkitd: { why: 'decides on pkexec', parts: MACHINE },
  procps: { why: 'ps, for tests that look for processes left behind', parts: ['unit', 'kernel'] },
  python3: {
    why: 'node-gyp, the polkit agent of the tests, and the ground truth of CSV files',
    parts: ['unit', ...SERVER, ...MACHINE],
  },
  'python3-dbus': { why: 'the polkit agent of the tests', parts: MACHINE },
  'python3-gi': { why: 'the polkit agent of the tests', parts: MACHINE },
  'qemu-system-x86': { why: 'runs a kernel with kprobes', parts: VM },
  sudo: { why: 'the other way to root', parts: MACHINE },
  systemd: { why: 'its journal, which takes the audit lines', parts: ['kernel'] },
  'systemtap-sdt-dev': {
    why: '<sys/sdt.h>, which puts USDT probes into the programs of tests',
    parts: ['unit', 'kernel', 'ui-1.139', 'ui-1.100'],
  },
  'xz-utils': { why: 'packs the symbols that tests unpack', parts: ['unit'] },
};

/** The names of the packages that `parts` need. */
export function packagesOf(parts) {
  return Object.keys(DEBIAN_PACKAGES)
    .filter(name => DEBIAN_PACKAGES[name].parts.some(part => parts.includes(part)))
    .filter(name => name !== 'chromium' || !process.env.CHROMIUM);
}

/** Those of `names` that are not installed. Where there is no dpkg that cannot be told: none. */
export async function missingPackages(names) {
  const query = [
    'dpkg-query',
    '--show',
    '--showformat=${Package} ${db:Status-Status}\\n',
    ...names,
  ];
  const { code, output } = await run(query);
  if (code === 127) {
    return [];
  }
  const installed = new Set(
    output.split('\n').flatMap(line => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])),
  );
  return names.filter(name => !installed.has(name));
}

/**
 * The one command that installs `names`; below it, what this distribution does not have.
 * @param {readonly string[]} names
 */
export async function howToInstall(names) {
  const found = await knownPackages(names);
  // Before the first `apt-get update` apt knows nothing: then all are named.
  const known = found.length > 0 ? found : names;
  const install = 'sudo apt-get install -y --no-install-recommends';
  const lines = [`  sudo apt-get update && ${install} ${known.join(' ')}`];
  for (const name of names.filter(each => !known.includes(each))) {
    const way = name === 'chromium' ? '; set CHROMIUM to the path of a Chromium or Chrome' : '';
    lines.push(`  (apt has no ${name} here: ${DEBIAN_PACKAGES[name]?.why}${way})`);
  }
  return lines.join('\n');
}

/** Those of `names` that apt can install: one that it does not know would fail all the others. */
async function knownPackages(names) {
  const known = [];
  for (const name of names) {
    if ((await run(['apt-cache', 'show', name])).code === 0) {
      known.push(name);
    }
  }
  return known;
}

/**
 * Installs what is missing when that is possible, as root.
 * @returns {Promise<string[]>} what is still missing
 */
export async function ensurePackages(names) {
  const missing = await missingPackages(names);
  if (missing.length === 0 || process.getuid?.() !== 0) {
    return missing;
  }
  console.error(`Installing ${missing.join(' ')}…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run(['apt-get', 'update', '-q'], { env, timeout: 180_000 });
  const known = await knownPackages(missing);
  const install = ['apt-get', 'install', '-y', '-q', '--no-install-recommends'];
  const patience = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3'];
  const { code, output } = await run([...install, ...patience, ...known], {
    env,
    timeout: 600_000,
  });
  if (code !== 0) {
    console.error(tail(output, 20));
  }
  return missingPackages(missing);
}
