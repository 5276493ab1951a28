import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thisExtensionHost } from '../../../../src/extension/session/extensionHost';
import { CopyFolder } from '../../../../src/extension/targets/copyFolder';

let root: string;
beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'probescope-copies-')), 'processFiles');
});
afterEach(() => rm(dirname(root), { recursive: true }));

describe('the folder of copies', () => {
  it('is private, has a place for every file, and ends with the window', async () => {
    const folder = new CopyFolder(root);
    const [one, two] = await Promise.all([
      folder.place('orders · pid 7'),
      folder.place('orders · pid 7'),
    ]);
    expect(basename(one)).toBe('orders · pid 7');
    expect(one).not.toBe(two);
    for (const each of [root, dirname(dirname(one)), dirname(one)]) {
      expect((await stat(each)).mode & 0o777, each).toBe(0o700);
    }
    await writeFile(one, 'x');
    await folder.discard(one);
    await expect(stat(one)).rejects.toMatchObject({ code: 'ENOENT' });
    folder.dispose();
    expect(await readdir(root)).toEqual([]);
  });

  it.each(['../../etc/passwd', '..', '.', '', 'a\nb', '\0', 'x'.repeat(500), '功能'.repeat(200)])(
    'keeps a file called %j in its place',
    async name => {
      const folder = new CopyFolder(root);
      const path = await folder.place(name);
      expect(dirname(dirname(dirname(path)))).toBe(root);
      await writeFile(path, '');
      expect(await readdir(dirname(path))).toHaveLength(1);
      folder.dispose();
    },
  );

  it('shows no name that turns the direction of a text or controls a terminal', async () => {
    const folder = new CopyFolder(root);
    const path = await folder.place('a\u202egnp.exe\u200f\x1b[31m\u2028b');
    expect(basename(path)).toBe('a_gnp.exe__[31m_b');
    folder.dispose();
  });

  it('sweeps what dead windows left, and nothing of a living one', async () => {
    const { pid, startTicks } = await thisExtensionHost();
    const living = `${pid}-${startTicks}`;
    for (const name of ['4194303-5', `${pid}-1`, living, 'notes']) {
      await mkdir(join(root, name), { recursive: true });
    }
    await writeFile(join(root, living, 'kept'), '');
    const folder = new CopyFolder(root);
    await folder.sweep();
    expect((await readdir(root)).sort()).toEqual([living, 'notes'].sort());
    expect(await readdir(join(root, living))).toEqual(['kept']);
    await expect(new CopyFolder(join(root, 'none')).sweep()).resolves.toBeUndefined();
  });
});
