import { describe, expect, it } from 'vitest';
import { readMappers } from '../../../src/extension/session/mappers';
import { FakeHelper } from './support/fakeHelper';

const nowhere = { path: '/no/such/file', device: 0n, inode: 1n };

describe('who maps a file', () => {
  // An ordinary user sees other users' processes no more than root sees one with more capabilities.
  it('is asked of a running helper where some processes hide, and else is a lower bound', async () => {
    const [alone] = await readMappers([nowhere], undefined);
    expect(alone).toMatchObject({ processes: 0, users: 0 });
    const helper = new FakeHelper({
      mappers: () => ({ files: [{ processes: 103, users: 9, pids: [] }], unseen: 1 }),
    });
    const [asked] = await readMappers([nowhere], helper);
    expect([helper.methods, asked]).toEqual(
      alone?.unseen === 0
        ? [[], alone]
        : [['mappers'], { processes: 103, users: 9, containers: 0, unseen: 1 }],
    );
  });

  it('is what we see ourselves where the helper is busy or knows less', async () => {
    const [alone] = await readMappers([nowhere], undefined);
    const busy = new FakeHelper();
    const knowsLess = new FakeHelper({
      mappers: () => ({
        files: [{ processes: 0, users: 0, pids: [] }],
        unseen: alone?.unseen ?? 0,
      }),
    });
    expect(await readMappers([nowhere], busy)).toEqual([alone]);
    expect(await readMappers([nowhere], knowsLess)).toEqual([alone]);
  });
});
