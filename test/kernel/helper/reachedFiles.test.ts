import { readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRequest } from '../../../src/extension/session/createRequest';
import { CopyFolder } from '../../../src/extension/targets/copyFolder';
import { helperFiles, ownFiles, processId } from '../../../src/extension/targets/processFile';
import { ProcessFiles } from '../../../src/extension/targets/processFiles';
import { containerHostname } from '../../../src/processes/hostname';
import { listProcesses, type ProcessInfo } from '../../../src/processes/processList';
import type { FileOrigin } from '../../../src/workers/symbolMessages';
import { builtHelper, removeHelper } from './support/builtHelper';
import { Residents, type Resident } from './support/resident';
import { RunningHelper } from './support/runningHelper';

const quiet = { signal: new AbortController().signal, progress: () => undefined };

let file: string;
let residents: Residents;
let helper: RunningHelper;
let files: ProcessFiles;

beforeAll(async () => {
  file = await builtHelper();
  residents = await Residents.compile();
  helper = new RunningHelper(file, { env: { SUDO_UID: '65534' } });
  await helper.hello();
  const copies = new CopyFolder(join(residents.folder, 'copies'));
  files = new ProcessFiles(copies, { connected: () => Promise.resolve(helper.client) });
});
afterAll(async () => {
  await helper.close();
  files.dispose();
  await Promise.all([residents.remove(), removeHelper(file)]);
});

async function processOf(isIt: (process: ProcessInfo) => boolean): Promise<ProcessInfo> {
  const found = (await listProcesses()).processes.find(isIt);
  expect(found).toBeDefined();
  return found!;
}

/** Arms `work` in the file that was reached, as the extension asks for it, and gives the hits. */
async function hitsOf(origin: FileOrigin, resident: Resident): Promise<string | null | undefined> {
  const { path, dev: device, inode, process, where } = origin;
  const place = { symbol: 'work', address: 0n, offset: residents.offset, isGo: false };
  const target = { path, device, inode, process, where, ...place };
  const probes = [createRequest({ kind: 'uprobe', target }, undefined, true)];
  const { results } = await helper.client.request('create', { probes });
  expect(results).toMatchObject([{ ok: true }]);
  await resident.work(9);
  return (await helper.client.request('hits', {})).counts.at(-1)?.hits;
}

describe('what the extension reaches of a process', () => {
  it('in namespaces of its own: the process is told to be in a container, its file is probed', async () => {
    const root = join(residents.folder, 'root');
    const script =
      'mkdir "$1" && mount -t tmpfs none "$1" && mkdir "$1/etc" "$1/old" && echo web-1 > "$1/etc/hostname" && cp "$2" "$1/app" && cd "$1" && pivot_root . old && exec /app';
    const inner = ['sh', '-c', script, 'sh', root, residents.program];
    const resident = await residents.run('unshare', '--mount', '--pid', '--fork', ...inner);
    const process = await processOf(({ exe }) => exe === '/app');
    // A path of another mount namespace is told from that one's root, as with any container.
    expect(process).toMatchObject({ name: 'app', container: 'unknown' });
    expect(await containerHostname(process.pid)).toBe('web-1');
    const [program] = await ownFiles(process);
    expect(program).toMatchObject({ path: '/app', program: true });
    const path = await files.reach(processId(process), program!, 'in web-1', quiet);
    expect(path).toBe(`/proc/${process.pid}/root/app`);
    expect(await hitsOf(files.get(path)!, resident)).toBe('0x9');
  });

  it('by the helper, where it may not look itself: the same bytes, and the very inode', async () => {
    const path = await residents.copy('gone');
    const bytes = await readFile(path);
    const resident = await residents.run(path);
    await unlink(path);
    const [seen] = await helperFiles(helper.client, resident.id);
    expect(seen).toMatchObject({ path, deleted: true, program: true, otherMounts: false });
    // As for a process of another user, whose program we could not open.
    const copy = await files.reach(resident.id, { ...seen!, program: false }, 'pid 7', quiet);
    expect((await readFile(copy)).equals(bytes)).toBe(true);
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    expect(await hitsOf(files.get(copy)!, resident)).toBe('0x9');
  });
});
