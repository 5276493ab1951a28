import { copyFile, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSonames } from '../../../src/elf/sonames';
import { truthTexts } from '../../../src/extension/probesView/probeTruth';
import { FileStates } from '../../../src/extension/session/fileState';
import { updateMappers } from '../../../src/extension/session/mappers';
import type { FileState } from '../../../src/extension/session/ownedProbe';
import {
  isUserRequest,
  type UserAttachRequest,
} from '../../../src/extension/session/attachRequest';
import { findings } from '../../../src/extension/silent/findings';
import { gatherFacts } from '../../../src/extension/silent/gatherFacts';
import { CopyFolder } from '../../../src/extension/targets/copyFolder';
import { helperFiles } from '../../../src/extension/targets/processFile';
import { ProcessFiles } from '../../../src/extension/targets/processFiles';
import { inEnglish } from '../../../src/extension/text/translate';
import { builtHelper, removeHelper } from './support/builtHelper';
import { RebuiltWindow } from './support/rebuiltWindow';
import { Residents, type Resident } from './support/resident';
import { RunningHelper } from './support/runningHelper';

const quiet = { signal: new AbortController().signal, progress: () => undefined };
const style = { t: inEnglish, locale: 'en' };

/** A root of its own in which `/srv/app` runs: layers over an image, as Docker mounts them. */
const PIVOT = [
  'mkdir "$1" && mount -t tmpfs none "$1" && cd "$1" && mkdir image upper work root',
  'mkdir image/old image/srv && cp "$2" image/srv/app',
  'mount -t overlay overlay -o lowerdir=image,upperdir=upper,workdir=work root',
  'cd root && pivot_root . old && exec /srv/app',
].join(' && ');

let file: string;
let residents: Residents;
let helper: RunningHelper;
let files: ProcessFiles;
let window: RebuiltWindow;

beforeAll(async () => {
  file = await builtHelper();
  residents = await Residents.compile();
  helper = new RunningHelper(file);
  await helper.hello();
  const copies = new CopyFolder(join(residents.folder, 'copies'));
  files = new ProcessFiles(copies, { connected: () => Promise.resolve(helper.client) });
  window = new RebuiltWindow(helper, files);
});
afterAll(async () => {
  await helper.close();
  files.dispose();
  await Promise.all([residents.remove(), removeHelper(file)]);
});

/** Attaches to `work` of what the process runs. */
async function probed(resident: Resident): Promise<number> {
  const [seen] = await helperFiles(helper.client, resident.id);
  const path = await files.reach(resident.id, seen!, 'in web-1', quiet);
  return window.attach(path, 'work');
}

async function inContainer(name: string): Promise<Resident> {
  const root = join(residents.folder, name);
  const inner = ['sh', '-c', PIVOT, 'sh', root, residents.program];
  return residents.run('unshare', '--mount', ...inner);
}

/** What the row says beside its name, and what "Why Is It Silent?" answers first. */
async function told(key: number): Promise<{ readonly row: string[]; readonly why?: string }> {
  await window.look();
  await updateMappers(window.store, helper.client, () => true);
  const probe = window.store.get(key)!;
  const request = requestOf(key);
  const facts = await gatherFacts(
    { ...probe, rate: 0 },
    request,
    await window.states.of(request),
    () => Promise.reject(new Error('not decoded here')),
    helper.client,
    readSonames,
  );
  const [why] = findings(facts, style);
  return { row: truthTexts({ ...probe, rate: 0 }, style), ...(why && { why: why.kind }) };
}

function requestOf(key: number): UserAttachRequest {
  const request = window.store.get(key)?.request;
  expect(request && isUserRequest(request)).toBe(true);
  return request as UserAttachRequest;
}

describe('a probe on a file in a container', () => {
  it('is stale when that is rebuilt there, and is re-armed through its process', async () => {
    const first = await inContainer('rebuilt');
    const key = await probed(first);
    const root = `/proc/${first.id.pid}/root`;
    expect(requestOf(key).target).toMatchObject({ path: `${root}/srv/app`, process: first.id });
    expect(await told(key)).toEqual({ row: [], why: 'notCalled' });

    // As a deployment does: the folder becomes a link, which leads elsewhere from our root.
    await mkdir(`${root}/releases-of-web-1`);
    await copyFile(await residents.rebuild('rebuild'), `${root}/releases-of-web-1/app`);
    await rm(`${root}/srv`, { recursive: true });
    await symlink('/releases-of-web-1', `${root}/srv`);
    const stale = await told(key);
    expect(stale).toMatchObject({ row: [expect.stringMatching(/^stale: rebuilt/)] });
    expect(stale.why).toBe('replaced');

    const { rearmed, failed } = await window.rearmer.rearm([key]);
    expect([rearmed, failed]).toEqual([[key], []]);
    const { target } = requestOf(key);
    expect(target).toMatchObject({ path: `${root}/releases-of-web-1/app`, where: 'in web-1' });
    const enter = ['nsenter', `--target=${first.id.pid}`, '--mount', '--root'];
    const second = await residents.run(...enter, '/srv/app');
    await Promise.all([first.work(3), second.work(5)]);
    expect(await window.hits(key)).toBe(5n);
    expect(await told(key)).toEqual({ row: [], why: 'notCalled' });

    // Another process that runs the same file leads to it as well.
    await first.end();
    expect(await told(key)).toEqual({ row: [], why: 'notCalled' });
    await second.end();
    const { row, why } = await told(key);
    // Nobody runs it: that is certain only where every process let itself be looked at.
    const isSure = window.store.get(key)?.mappers?.unseen === 0;
    expect(why).toBe('untold');
    expect(row).toEqual([
      isSure ? 'no process runs this file' : 'cannot be told: the process that led to it has ended',
    ]);
  });

  it('is told to be on a deleted file when that is removed there', async () => {
    const resident = await inContainer('removed');
    const key = await probed(resident);
    await rm(`/proc/${resident.id.pid}/root/srv/app`);
    expect(await told(key)).toEqual({ row: ['deleted'], why: 'deleted' });
    await resident.work(2);
    expect(await window.hits(key)).toBe(2n);
  });
});

describe('a probe on a file that was deleted when it was chosen', () => {
  it('is not stale while its process lives, and deleted after it', async () => {
    const path = await residents.copy('app');
    const resident = await residents.run(path);
    await copyFile(residents.program, join(residents.folder, 'next'));
    await rename(join(residents.folder, 'next'), path);
    const key = await probed(resident);
    expect(requestOf(key).target).toMatchObject({ path, deleted: true });
    expect(await told(key)).toEqual({ row: [], why: 'notCalled' });
    await resident.end();
    expect(await told(key)).toEqual({ row: ['deleted'], why: 'deleted' });
  });
});

describe('a probe on a file of a process that we may not look into', () => {
  it('is told by the helper to be deleted when another file has its name', async () => {
    const resident = await inContainer('hidden');
    const request = requestOf(await probed(resident));
    const root = `/proc/${resident.id.pid}/root`;
    const looks = [await lookAsNobody(request)];
    await copyFile(residents.program, `${root}/next`);
    await rename(`${root}/next`, `${root}/srv/app`);
    looks.push(await lookAsNobody(request));
    expect((await window.states.of(request)).state).toBe('replaced');
    await resident.end();
    looks.push(await lookAsNobody(request));
    expect(looks).toEqual(['same', 'gone', 'untold']);
  });

  /** Once, as what the helper said holds for a while. */
  async function lookAsNobody(request: UserAttachRequest): Promise<FileState> {
    process.seteuid?.(65534);
    try {
      return (await new FileStates(() => helper.client).of(request)).state;
    } finally {
      process.seteuid?.(0);
    }
  }
});
