import { chmod, mkdir, rename, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toHex64 } from '../../../src/protocol/scalars';
import { mustCommand } from '../../rigs/command';
import { builtHelper, removeHelper } from './support/builtHelper';
import { leftOf } from './support/kernelState';
import { RunningHelper } from './support/runningHelper';
import { Target, type UprobeRequest } from './support/target';

let file: string;
let target: Target;
let helper: RunningHelper;
let instance: string;

beforeAll(async () => {
  file = await builtHelper();
  target = await Target.compile();
});
afterAll(() => Promise.all([target.remove(), removeHelper(file)]));
beforeEach(async () => {
  // 65534 is nobody on Debian: no file of the tests is theirs.
  helper = new RunningHelper(file, { env: { SUDO_UID: '65534' } });
  instance = (await helper.hello()).instance!;
});
afterEach(async () => {
  await helper.close();
  expect(await leftOf(instance)).toEqual([]);
});

async function create(probe: UprobeRequest) {
  const { results } = await helper.client.request('create', { probes: [probe] });
  return results[0]!;
}

async function identity(path: string) {
  const { dev, ino } = await stat(path, { bigint: true });
  return { path, device: toHex64(dev), inode: toHex64(ino) };
}

describe('paths', () => {
  it.each([
    ['a space', 'a b'],
    ['the comment sign', 'a#b'],
    ['a newline', 'a\nb'],
    ['a colon', 'a:0x10:b'],
    ['letters beyond ASCII', 'naïve-à-功能'],
    ['a second command', 'x\np:evil/owned '],
    ['shell text', '$(id);"\'`\\'],
  ])('with %s work', async (_, name) => {
    const copy = await target.copy(join(name, 'calls'));
    const result = await create(await copy.probe());
    expect(result).toMatchObject({ ok: true, probe: { file: { path: copy.path } } });
    await copy.run(12);
    expect((await helper.client.request('hits', {})).counts).toEqual([{ handle: 1, hits: '0xc' }]);
    const probes = await helper.foreign();
    expect(probes.filter(({ group }) => group === 'evil')).toEqual([]);
    // One line for people, whatever the name of the file.
    expect(result.ok && result.probe.canonical).not.toMatch(/\n/);
  });

  it('as long as they may be work', async () => {
    const room = 4095 - `${target.folder}/`.length;
    const copy = await target.copy('x'.repeat(room).replace(/(.{199}).(?=.)/g, '$1/'));
    const result = await create(await copy.probe());
    expect(result).toMatchObject({ ok: true, probe: { file: { path: copy.path } } });
    expect(result.ok && result.probe.canonical).toContain(` ${copy.path}:0x`);
  });
});

describe('a file that is not what it should be', () => {
  it('is refused when another took its place', async () => {
    const copy = await target.copy('replaced');
    const probe = await copy.probe();
    const other = await target.copy('newer');
    await rename(other.path, copy.path);
    expect(await create(probe)).toMatchObject({ ok: false, error: { code: 'fileChanged' } });
  });

  it('is refused as a directory', async () => {
    const path = join(target.folder, 'directory');
    await mkdir(path);
    const probe = { ...(await target.probe()), file: await identity(path) };
    expect(await create(probe)).toMatchObject({ ok: false, error: { code: 'notRegular' } });
  });

  it('is refused as a FIFO, without waiting for its writer', async () => {
    const path = join(target.folder, 'fifo');
    await mustCommand(['mkfifo', '-m', '666', path]);
    const probe = { ...(await target.probe()), file: await identity(path) };
    expect(await create(probe)).toMatchObject({ ok: false, error: { code: 'notRegular' } });
  });

  it('is refused as a symbolic link', async () => {
    const path = join(target.folder, 'link');
    await symlink(target.path, path);
    const probe = { ...(await target.probe()), file: await identity(path) };
    expect(await create(probe)).toMatchObject({
      ok: false,
      error: { code: 'notRegular', errno: 'ELOOP' },
    });
  });

  it.each(['/dev/null', '/dev/mem', '/proc/1/exe', '/sys/kernel/notes', 'calls', '/tmp/../x'])(
    'is refused as %s',
    async path => {
      const probe = await target.probe();
      const result = await create({ ...probe, file: { ...probe.file, path } });
      expect(result).toMatchObject({ ok: false });
      expect(['notRegular', 'badRequest']).toContain(!result.ok && result.error.code);
    },
  );

  it('is refused when only root can read it', async () => {
    const copy = await target.copy('secret');
    await chmod(copy.path, 0o700);
    expect(await create(await copy.probe())).toMatchObject({
      ok: false,
      error: { code: 'fileUnreadable', errno: 'EACCES' },
    });
    // Root itself may; it was the user's rights that counted.
    await using asRoot = new RunningHelper(file);
    await asRoot.hello();
    const { results } = await asRoot.client.request('create', { probes: [await copy.probe()] });
    expect(results).toMatchObject([{ ok: true }]);
  });

  it('is refused when it is not there', async () => {
    const probe = await target.probe();
    const gone = { ...probe.file, path: `${target.path}.gone` };
    expect(await create({ ...probe, file: gone })).toMatchObject({
      ok: false,
      error: { code: 'fileUnreadable', errno: 'ENOENT' },
    });
  });

  it('is refused for an offset past its end', async () => {
    const { size } = await stat(target.path, { bigint: true });
    const probe = await target.probe({ offset: toHex64(size) });
    expect(await create(probe)).toMatchObject({ ok: false, error: { code: 'offsetTooBig' } });
  });
});

describe('the kernel refusing a line', () => {
  it('is told in its own words, with the column, and leaves nothing', async () => {
    const probe = await target.probe({ args: [{ name: 'a', fetch: '%zz' }] });
    expect(await create(probe)).toMatchObject({
      ok: false,
      error: { code: 'invalidInput', log: { text: 'Invalid register name' } },
    });
    expect((await helper.client.request('list', {})).probes).toEqual([]);
  });

  it('takes the good ones of a batch', async () => {
    const good = await target.probe();
    const bad = await target.probe({ args: [{ fetch: '%zz' }] });
    const { results } = await helper.client.request('create', { probes: [good, bad, good] });
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  it.each([
    ['%di\np:evil/owned /bin/true:0x10'],
    ['%di b=%si'],
    ['%di#'],
    ['\\"x y"'],
    ['+0('.repeat(20) + '%di' + ')'.repeat(20)],
  ])('never sees the fetch argument %j', async fetch => {
    const result = await helper.client
      .request('create', { probes: [await target.probe({ args: [{ fetch }] })] })
      .then(
        ({ results }) => results[0]!,
        (error: unknown) => ({ ok: false, error }),
      );
    expect(result).toMatchObject({ ok: false });
    const probes = await helper.foreign();
    expect(probes.filter(({ group }) => group === 'evil')).toEqual([]);
  });
});
