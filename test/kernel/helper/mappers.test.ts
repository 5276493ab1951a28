import { rename, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex64 } from '../../../src/protocol/scalars';
import { readMappers } from '../../../src/extension/session/mappers';
import { builtHelper, removeHelper } from './support/builtHelper';
import { Residents } from './support/resident';
import { RunningHelper } from './support/runningHelper';

const AS_OTHER = ['setpriv', '--reuid=1537', '--regid=1537', '--clear-groups'];

let file: string;
let residents: Residents;
beforeAll(async () => {
  file = await builtHelper();
  residents = await Residents.compile();
});
afterAll(() => Promise.all([residents.remove(), removeHelper(file)]));

async function identity(path: string) {
  const { dev, ino } = await stat(path, { bigint: true });
  return { device: toHex64(dev), inode: toHex64(ino) };
}

describe('who runs a file', () => {
  it('is counted by the helper over all users, also of a file that has lost its name', async () => {
    const path = await residents.copy('payer');
    const idle = await identity(await residents.copy('idle'));
    const pids = [
      (await residents.run(path)).id.pid,
      (await residents.run(path)).id.pid,
      (await residents.run(...AS_OTHER, path)).id.pid,
    ];
    const running = await identity(path);
    await rename(await residents.copy('next'), path);

    await using helper = new RunningHelper(file, { env: { SUDO_UID: '65534' } });
    await helper.hello();
    const { files } = await helper.client.request('mappers', { files: [running, idle] });
    expect(files.map(({ processes, users }) => [processes, users])).toEqual([
      [3, 2],
      [0, 0],
    ]);
    expect(files[0]?.pids.toSorted()).toEqual(pids.toSorted());
  });

  it('is not told more than twice a second', async () => {
    await using helper = new RunningHelper(file);
    await helper.hello();
    const files = [await identity(residents.program)];
    const asked = [1, 2, 3].map(() => helper.client.request('mappers', { files }));
    const answers = await Promise.allSettled(asked);
    const codes = answers.map(each =>
      each.status === 'rejected' ? (each.reason as { code: string }).code : 'ok',
    );
    expect(codes).toEqual(['ok', 'ok', 'limit']);
  });

  it('is found without a helper where one may see all', async () => {
    const path = await residents.copy('seen');
    await residents.run(path);
    await residents.run(...AS_OTHER, path);
    const { dev: device, ino: inode } = await stat(path, { bigint: true });
    const own = await readMappers([{ path, device, inode }], undefined);
    // Even root may not look into a process of more capabilities.
    const unseen = own[0]?.unseen;
    expect(own).toEqual([{ processes: 2, users: 2, containers: 0, unseen }]);
  });
});
