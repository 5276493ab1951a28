// Prepares the kernel that QEMU boots: Debian's, from its package, with a busybox and Node initramfs. Debian's has what many
// ordinary kernels lack: kprobes. node scripts/kernel.mjs
import { existsSync } from 'node:fs';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepared } from './cache.mjs';
import { must, run } from './run.mjs';

/** The newest kernel of the distribution hides behind one of these: Debian's, Ubuntu's. */
const META_PACKAGES = ['linux-image-cloud-amd64', 'linux-image-virtual'];

/** What the duplex stream to the host needs, in the order of loading; a kernel may have some built in. */
const MODULES = [
  'virtio_ring',
  'virtio',
  'virtio_pci_legacy_dev',
  'virtio_pci_modern_dev',
  'virtio_pci',
  'virtio_console',
];

const INIT = new URL('../test/rigs/guest/init', import.meta.url);

/** @typedef {{ vmlinuz: string, initrd: string, release: string }} GuestKernel */

/**
 * The kernel and the initramfs to boot it with. Append a cpio archive to the initramfs to add files of your own.
 * @returns {Promise<GuestKernel>}
 */
export async function guestKernel() {
  if (process.arch !== 'x64') {
    throw new Error(`There is no kernel for QEMU on ${process.arch}.`);
  }
  const name = await kernelPackage();
  const kernel = await prepared('kernel', [name], folder => fetchKernel(name, folder));
  const [vmlinuz] = (await readdir(join(kernel, 'boot'))).filter(file =>
    file.startsWith('vmlinuz-'),
  );
  const inputs = [name, process.version, await readFile(INIT), await readFile(busybox())];
  const initramfs = await prepared('initramfs', inputs, folder => makeInitramfs(kernel, folder));
  return {
    vmlinuz: join(kernel, 'boot', vmlinuz),
    initrd: join(initramfs, 'initrd.gz'),
    release: vmlinuz.slice('vmlinuz-'.length),
  };
}

/** The package that the distribution's kernel meta-package stands for. */
async function kernelPackage() {
  for (const meta of META_PACKAGES) {
    const { output } = await run(['apt-cache', 'depends', meta]);
    const found = /Depends: (linux-image-\d\S+)/.exec(output);
    if (found) {
      return found[1];
    }
  }
  throw new Error(`apt knows none of ${META_PACKAGES.join(', ')}: run apt-get update as root.`);
}

async function fetchKernel(name, folder) {
  const work = await mkdtemp(join(tmpdir(), 'probescope-kernel-'));
  try {
    // apt's own sandbox user must be able to write here; without this it only warns.
    await chmod(work, 0o777);
    for (const each of [name, name.replace('-image-', '-modules-')]) {
      const { code, output } = await run(['apt-get', 'download', each], {
        cwd: work,
        timeout: 300_000,
      });
      if (code !== 0 && each === name) {
        throw new Error(`apt-get download ${each} failed:\n${output}`);
      }
    }
    for (const deb of await readdir(work)) {
      await must(['dpkg', '-x', join(work, deb), folder]);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function makeInitramfs(kernel, folder) {
  const root = join(folder, 'root');
  for (const path of ['bin', 'proc', 'sys', 'dev', 'tmp', 'modules', 'usr/bin']) {
    await mkdir(join(root, path), { recursive: true });
  }
  await cp(INIT, join(root, 'init'));
  await chmod(join(root, 'init'), 0o755);
  await cp(busybox(), join(root, 'bin/busybox'), { dereference: true });
  await symlink('busybox', join(root, 'bin/sh'));
  await cp(process.execPath, join(root, 'usr/bin/node'), { dereference: true });
  const libraries = (await must(['ldd', process.execPath])).matchAll(/(?:=> )?(\/\S+) \(0x/g);
  for (const [, path] of libraries) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await cp(path, join(root, path), { dereference: true });
  }
  await copyModules(kernel, join(root, 'modules'));
  await makeArchive(root, join(folder, 'initrd.gz'));
  await rm(root, { recursive: true });
}

/** Numbered, so that the shell's sorted `*` is the order of loading. */
async function copyModules(kernel, folder) {
  const files = await readdir(kernel, { recursive: true });
  for (const [index, name] of MODULES.entries()) {
    const file = files.find(each => basename(each) === `${name}.ko`);
    if (file !== undefined) {
      await cp(join(kernel, file), join(folder, `${index}-${name}.ko`));
    }
  }
}

/** Packs `root` as an initramfs archive; archives may be appended to one another. */
export async function makeArchive(root, file) {
  const names = ['.', ...(await readdir(root, { recursive: true }))].join('\n');
  await writeFile(`${file}.names`, `${names}\n`);
  const script = 'cpio -o -H newc -R 0:0 --quiet <"$1.names" | gzip -1 >"$1"';
  await must(['sh', '-c', script, 'sh', file], { cwd: root });
  await rm(`${file}.names`);
}

function busybox() {
  const found = ['/bin/busybox', '/usr/bin/busybox'].find(existsSync);
  if (found === undefined) {
    throw new Error('There is no busybox: apt-get install busybox-static.');
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await guestKernel());
}
