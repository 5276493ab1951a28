import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { guestKernel, makeArchive } from '../../scripts/kernel.mjs';
import { mustCommand } from './command';
import type { GuestResult } from './guest/guestResult';

/** A command that boots the guest, and what it leaves to read. */
export interface Guest {
  /** QEMU's command line. For a helper guest its stdin and stdout are the helper's stream. */
  readonly argv: readonly string[];
  /** The guest's console: kernel messages, and how the helper ended. */
  console(): Promise<string>;
  /**
   * The probes and instances that the guest's kernel lists, itself, not by the helper; told within a second of a change.
   * For a helper guest.
   */
  listed(): Promise<string[]>;
  /** Removes the guest's files; end QEMU first. */
  remove(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * QEMU without a screen, whose guest ends QEMU when it powers off. Software emulation: nested KVM is not to be relied on.
 * As on many machines, there could be more CPUs than there are.
 */
const QEMU =
  'qemu-system-x86_64 -accel tcg -cpu max -m 1024 -smp 2,maxcpus=3 -no-reboot -nodefaults -display none';

/**
 * Boots the guest once and runs every test/vm/guest/*.test.ts in it, with node:test; `helper.js` lies beside them. Fails when the guest does not come to
 * its end in time; a test that fails is a result.
 */
export async function runGuestTests(): Promise<GuestResult[]> {
  const source = join(ROOT, 'test/vm/guest');
  const names = (await readdir(source)).filter(name => name.endsWith('.test.ts'));
  const entries = names.map(name => join(source, name));
  const guest = await prepare('tests', folder => {
    const helper = join(ROOT, 'src/helper/helper.ts');
    bundle([join(ROOT, 'test/rigs/guest/runGuestTests.ts'), helper, ...entries], folder);
  });
  try {
    const lines = await runToEnd(guest);
    return lines.map(line => JSON.parse(line) as GuestResult);
  } finally {
    await guest.remove();
  }
}

/**
 * A guest that runs a helper on its virtio-serial port, for who speaks the helper's protocol on QEMU's stdin and stdout.
 * Ready about 7 s after its start; when the stream ends the helper ends and the guest powers off.
 * @param helper the bundled helper; made from the sources unless given
 * @param functions whether `available_filter_functions` can be read
 */
export async function helperGuest(
  helper?: string,
  functions: 'readable' | 'unreadable' = 'readable',
): Promise<Guest> {
  const fill = async (folder: string): Promise<void> => {
    if (helper === undefined) {
      bundle([join(ROOT, 'src/helper/helper.ts')], folder);
    } else {
      await copyFile(helper, join(folder, 'helper.js'));
    }
  };
  return prepare('helper', fill, `probescope.functions=${functions}`);
}

/** A guest whose folder /probescope is filled by `fill`. */
async function prepare(
  mode: 'tests' | 'helper',
  fill: (folder: string) => void | Promise<void>,
  parameters = '',
): Promise<Guest> {
  const { vmlinuz, initrd } = await guestKernel();
  const folder = await mkdtemp(join(tmpdir(), 'probescope-guest-'));
  const files = join(folder, 'root/probescope');
  await mkdir(files, { recursive: true });
  await fill(files);
  const addition = join(folder, 'addition.gz');
  await makeArchive(join(folder, 'root'), addition);
  const image = join(folder, 'initrd');
  await mustCommand(['sh', '-c', 'cat "$1" "$2" >"$3"', 'sh', initrd, addition, image]);
  const log = join(folder, 'console.log');
  const append = `console=ttyS0 quiet panic=-1 probescope=${mode} ${parameters}`;
  const port = ['-device', 'virtio-serial', '-chardev', 'stdio,id=c,signal=off'];
  const device = ['-device', 'virtserialport,chardev=c,name=probescope'];
  const boot = ['-kernel', vmlinuz, '-initrd', image, '-append', append, '-serial', `file:${log}`];
  const console = (): Promise<string> => readFile(log, 'utf8');
  return {
    argv: [...QEMU.split(' '), ...boot, ...port, ...device],
    console,
    listed: async () => lastListing(await console()),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The last whole listing on the console. */
function lastListing(console: string): string[] {
  const listings = [...console.matchAll(/^=== listed\r?\n([^]*?)^=== end/gm)];
  const lines = listings.at(-1)?.[1]?.split(/\r?\n/) ?? [];
  return lines.filter(line => line !== '');
}

function bundle(entryPoints: string[], outdir: string): void {
  buildSync({
    entryPoints,
    outdir,
    entryNames: '[name]',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
}

/** Runs the guest until it powers off; the lines it sent. */
async function runToEnd(guest: Guest): Promise<string[]> {
  const [program = '', ...args] = guest.argv;
  // QEMU ends well on SIGTERM, and a guest that was cut off would pass for one with fewer tests.
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 200_000,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0 || output.stdout === '') {
    const console = await guest.console().catch(() => '');
    const results = output.stdout === '' ? 'It told nothing.' : `It told: ${output.stdout}`;
    throw new Error(
      `The guest did not end well (${code ?? 'killed'}): ${output.stderr}${console}\n${results}`,
    );
  }
  return output.stdout.split('\n').filter(line => line !== '');
}
