import {
  chmod,
  chown,
  cp,
  mkdir,
  readFile,
  rename,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_READ, type MappedCode, type ProcessId } from '../../../src/protocol/processFiles';
import { toHex64 } from '../../../src/protocol/scalars';
import { builtHelper, removeHelper } from './support/builtHelper';
import { leftOf } from './support/kernelState';
import { processId, Residents, type Resident } from './support/resident';
import { RunningHelper } from './support/runningHelper';

/** Nobody of this machine, and not whom the helper works for. */
const OTHER_USER = '1537';
const AS_OTHER = ['setpriv', `--reuid=${OTHER_USER}`, `--regid=${OTHER_USER}`, '--clear-groups'];

let file: string;
let residents: Residents;
let helper: RunningHelper;
let instance: string;

beforeAll(async () => {
  file = await builtHelper();
  residents = await Residents.compile();
});
afterAll(() => Promise.all([residents.remove(), removeHelper(file)]));
beforeEach(async () => {
  // 65534 is nobody on Debian: no file of the tests is theirs.
  helper = new RunningHelper(file, { env: { SUDO_UID: '65534' } });
  instance = (await helper.hello()).instance!;
});
afterEach(async () => {
  await helper.close();
  expect(await leftOf(instance)).toEqual([]);
});

async function program(id: ProcessId): Promise<MappedCode> {
  const { files } = await helper.client.request('mappedFiles', { process: id });
  expect(files[0]).toMatchObject({ program: true });
  return files[0]!;
}

function open(id: ProcessId, { device, inode }: Pick<MappedCode, 'device' | 'inode'>) {
  return helper.client.request('openMapped', { process: id, device, inode });
}

async function readAll(id: number, size: bigint): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let at = 0n; at < size; at += BigInt(MAX_READ)) {
    const piece = { file: id, offset: toHex64(at), length: MAX_READ };
    const { data } = await helper.client.request('readMapped', piece);
    chunks.push(Buffer.from(data, 'base64'));
  }
  return Buffer.concat(chunks);
}

async function identity(path: string) {
  const { dev, ino } = await stat(path, { bigint: true });
  return { device: toHex64(dev), inode: toHex64(ino) };
}

/** Arms `work` of what the process runs, lets it be called, and gives the hits. */
async function hitsOf(
  resident: Resident,
  mapped: MappedCode,
  id = resident.id,
): Promise<string | null | undefined> {
  const { path, device, inode } = mapped;
  const { results } = await helper.client.request('create', {
    probes: [
      {
        kind: 'uprobe',
        label: 'work',
        args: [],
        enable: true,
        file: { path, device, inode, process: id },
        offset: toHex64(residents.offset),
      },
    ],
  });
  expect(results).toMatchObject([{ ok: true, probe: { file: { path, process: id } } }]);
  await resident.work(7);
  return (await helper.client.request('hits', {})).counts.at(-1)?.hits;
}

describe('a program that another user runs', () => {
  it('is listed, read and probed, though the user it is done for may not open it', async () => {
    const path = await residents.copy('private');
    const bytes = await readFile(path);
    await chown(path, Number(OTHER_USER), Number(OTHER_USER));
    await chmod(path, 0o700);
    const resident = await residents.run(...AS_OTHER, path);
    const mapped = await program(resident.id);
    expect(mapped).toEqual({
      ...{ path, deleted: false, program: true },
      ...(await identity(path)),
    });
    const { file: id, size } = await open(resident.id, mapped);
    expect(BigInt(size)).toBe(BigInt(bytes.length));
    expect((await readAll(id, BigInt(size))).equals(bytes)).toBe(true);
    expect(helper.stderr).toContain(`reading ${path} `);
    expect(await hitsOf(resident, mapped)).toBe('0x7');
  });
});

describe('a program that was deleted or replaced', () => {
  it('is read and probed as it runs, not as it is on disk now', async () => {
    const path = await residents.copy('replaced');
    const resident = await residents.run(path);
    const bytes = await readFile(path);
    await writeFile(join(residents.folder, 'newer'), 'not a program');
    await rename(join(residents.folder, 'newer'), path);
    const mapped = await program(resident.id);
    expect(mapped).toMatchObject({ path, deleted: true });
    const { file: id, size } = await open(resident.id, mapped);
    expect((await readAll(id, BigInt(size))).equals(bytes)).toBe(true);
    expect(await hitsOf(resident, mapped)).toBe('0x7');
    // The one that is there now is not what the process runs.
    const now = await identity(path);
    await expect(open(resident.id, now)).rejects.toMatchObject({ code: 'notMapped' });
  });

  it('is read to its end when its process has ended', async () => {
    const path = await residents.copy('ends');
    const bytes = await readFile(path);
    const resident = await residents.run(path);
    await unlink(path);
    const { file: id, size } = await open(resident.id, await program(resident.id));
    await resident.end();
    expect((await readAll(id, BigInt(size))).equals(bytes)).toBe(true);
    await expect(
      helper.client.request('mappedFiles', { process: resident.id }),
    ).rejects.toMatchObject({ code: 'processGone' });
  });
});

describe('a program in a container', () => {
  it('is read and probed where its mounts are its own', async () => {
    const root = join(residents.folder, 'root');
    await mkdir(root);
    const script = 'mount -t tmpfs none "$1" && cp "$2" "$1/app" && exec chroot "$1" /app';
    const wrapper = ['unshare', '-m', 'sh', '-c', script, 'sh', root, residents.program];
    const resident = await residents.run(...wrapper);
    const listed = await helper.client.request('mappedFiles', { process: resident.id });
    expect(listed).toMatchObject({ otherMounts: true, files: [{ program: true }] });
    const [mapped] = listed.files as [MappedCode];
    const bytes = await readFile(residents.program);
    const { file: id, size } = await open(resident.id, mapped);
    expect((await readAll(id, BigInt(size))).equals(bytes)).toBe(true);
    expect(await hitsOf(resident, mapped)).toBe('0x7');
  });

  it('is read and probed on an overlay', async () => {
    const folder = join(residents.folder, 'overlay');
    for (const name of ['lower', 'upper', 'work', 'merged']) {
      await mkdir(join(folder, name), { recursive: true });
    }
    await cp(residents.program, join(folder, 'lower/app'));
    const script =
      'cd "$1" && mount -t overlay o -o lowerdir=lower,upperdir=upper,workdir=work merged && exec merged/app';
    const resident = await residents.run('unshare', '-m', 'sh', '-c', script, 'sh', folder);
    const mapped = await program(resident.id);
    const lower = await identity(join(folder, 'lower/app'));
    expect(mapped.device).not.toBe(lower.device);
    const { file: id, size } = await open(resident.id, mapped);
    expect((await readAll(id, BigInt(size))).equals(await readFile(residents.program))).toBe(true);
    expect(await hitsOf(resident, mapped)).toBe('0x7');
  });
});

describe('what is no code that runs', () => {
  it('is not opened: data, shared memory, text mapped executable', async () => {
    const secret = join(residents.folder, 'secret');
    await writeFile(secret, 'a secret of somebody', { mode: 0o600 });
    const library = await residents.copy('shared');
    const data = await residents.copy('data');
    const maps = [`r:${data}`, `x:${secret}`, `s:${library}`, 'm'];
    const resident = await residents.run(residents.program, ...maps);
    const { files } = await helper.client.request('mappedFiles', { process: resident.id });
    expect(files.map(({ path }) => path)).toEqual([residents.program, secret]);
    for (const path of [data, secret, library, '/etc/shadow']) {
      const asked = open(resident.id, await identity(path));
      await expect(asked, path).rejects.toMatchObject({ code: 'notMapped' });
    }
  });

  it('is not opened: kernel threads, the helper itself, pids of nobody', async () => {
    const { pid } = helper.child;
    const kthreadd = processId(2);
    const asked = (id: unknown) =>
      helper.client.request('mappedFiles', { process: id as ProcessId });
    await expect(asked(kthreadd)).rejects.toMatchObject({ code: 'notMapped' });
    await expect(asked(processId(pid!))).rejects.toMatchObject({ code: 'denied' });
    for (const id of [0, -1, 1.5, 4_194_305, '1', '../1', null]) {
      await expect(asked({ pid: id, start: '0x1' })).rejects.toMatchObject({ code: 'badRequest' });
    }
    for (const start of ['1', '', '0x01', '-0x1', 1, `0x${'f'.repeat(17)}`]) {
      await expect(asked({ pid: 1, start })).rejects.toMatchObject({ code: 'badRequest' });
    }
    await expect(asked({ ...processId(1), path: '/x' })).rejects.toMatchObject({
      code: 'badRequest',
    });
  });
});

describe('a pid that was given to another process', () => {
  it('is refused everywhere', async () => {
    const resident = await residents.run(residents.program);
    const mapped = await program(resident.id);
    const reused = { pid: resident.id.pid, start: toHex64(BigInt(resident.id.start) + 1n) };
    await expect(helper.client.request('mappedFiles', { process: reused })).rejects.toMatchObject({
      code: 'processGone',
    });
    await expect(open(reused, mapped)).rejects.toMatchObject({ code: 'processGone' });
  });

  it('is no obstacle where the file is still at its path', async () => {
    const path = await residents.copy('restarted');
    const old = await residents.run(path);
    const mapped = await program(old.id);
    await old.end();
    const { device, inode } = mapped;
    const probe = (at: string) => ({
      ...{ kind: 'uprobe' as const, label: 'work', args: [], enable: true },
      file: { path: at, device, inode, process: old.id },
      offset: toHex64(residents.offset),
    });
    const { results } = await helper.client.request('create', {
      probes: [probe(path), probe(residents.program), probe('/proc/1/exe'), probe('x')],
    });
    expect(results).toMatchObject([
      { ok: true },
      { ok: false, error: { code: 'processGone' } },
      { ok: false, error: { code: 'processGone' } },
      { ok: false, error: { code: 'badRequest' } },
    ]);
  });
});

describe('a program whose process has ended', () => {
  it('is probed by another process that runs it', async () => {
    const path = await residents.copy('twice');
    const [first, second] = await Promise.all([residents.run(path), residents.run(path)]);
    await unlink(path);
    const mapped = await program(first.id);
    await first.end();
    await expect(open(first.id, mapped)).rejects.toMatchObject({ code: 'processGone' });
    expect(await hitsOf(second, mapped, first.id)).toBe('0x7');
  });
});

describe('reading', () => {
  it('keeps to its limits', async () => {
    const resident = await residents.run(residents.program);
    const mapped = await program(resident.id);
    const opened = [];
    for (let count = 0; count < 8; count++) {
      opened.push(await open(resident.id, mapped));
    }
    await expect(open(resident.id, mapped)).rejects.toMatchObject({ code: 'limit' });
    const [{ file: id, size }] = opened as [(typeof opened)[0]];
    const read = (offset: string, length: number) =>
      helper.client.request('readMapped', { file: id, offset, length });
    expect(await read(size, 10)).toEqual({ data: '' });
    const past = toHex64(BigInt(size) + 1n);
    await expect(read(past, 10)).rejects.toMatchObject({ code: 'offsetTooBig' });
    await expect(read(`0x${'f'.repeat(16)}`, 1)).rejects.toMatchObject({ code: 'offsetTooBig' });
    for (const length of [0, -1, MAX_READ + 1, 0.5]) {
      await expect(read('0x0', length)).rejects.toMatchObject({ code: 'badRequest' });
    }
    expect(await helper.client.request('closeMapped', { file: id })).toEqual({});
    await expect(read('0x0', 1)).rejects.toMatchObject({ code: 'state' });
    await expect(open(resident.id, mapped)).resolves.toMatchObject({ size });
  });
});

describe('the capabilities of docs/protocol.md', () => {
  const OTHERS = ['setuid', 'setgid', 'dac_read_search', 'dac_override'];

  async function withOnly(capabilities: readonly string[]): Promise<RunningHelper> {
    const bounding = ['-all', ...capabilities.map(name => `+${name}`)].join(',');
    const wrapper = ['setpriv', '--no-new-privs', `--bounding-set=${bounding}`, '--inh-caps=-all'];
    const limited = new RunningHelper(file, { env: { SUDO_UID: '65534' }, wrapper });
    await limited.hello();
    return limited;
  }

  it('are enough', async () => {
    const path = await residents.copy('limited');
    await chown(path, Number(OTHER_USER), Number(OTHER_USER));
    await chmod(path, 0o700);
    const resident = await residents.run(...AS_OTHER, path);
    await using limited = await withOnly([...OTHERS, 'sys_ptrace', 'checkpoint_restore']);
    await helper.close();
    helper = limited;
    const mapped = await program(resident.id);
    await expect(open(resident.id, mapped)).resolves.toMatchObject({ file: 1 });
    expect(await hitsOf(resident, mapped)).toBe('0x7');
    await limited.close();
  });

  it.each([
    ['sys_ptrace', ['checkpoint_restore'], 'EACCES'],
    ['checkpoint_restore', ['sys_ptrace'], 'EPERM'],
  ])('are needed: without %s it is denied', async (_, rest, errno) => {
    const resident = await residents.run(...AS_OTHER, residents.program);
    await using limited = await withOnly([...OTHERS, ...rest]);
    await expect(
      limited.client.request('mappedFiles', { process: resident.id }),
    ).rejects.toMatchObject({ code: 'denied', errno });
  });
});
