import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkContainer } from '../../../src/helper/preflight/container';
import { checkLockdown } from '../../../src/helper/preflight/lockdown';
import { checkPrivileges } from '../../../src/helper/preflight/privileges';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probescope-preflight-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

// The kernel's format: user_namespaces(7).
const WHOLE = '         0          0 4294967295\n';

describe('what the helper sees of a container', () => {
  it('is none on a machine itself', async () => {
    const map = await file('map', WHOLE);
    expect(await checkContainer([join(folder, 'none')], map)).toMatchObject({ state: 'ok' });
    expect(await checkContainer([], join(folder, 'none'))).toMatchObject({ state: 'ok' });
  });

  it('is a warning where its root is that of the host', async () => {
    const mark = await file('.containerenv', '');
    expect(await checkContainer(['/no', mark], await file('map', WHOLE))).toEqual({
      id: 'container',
      state: 'warning',
      detail: `${mark}: probes reach the whole host`,
    });
  });

  it('is a failure where its root is an ordinary user of the host', async () => {
    for (const map of [
      '0 1000 1\n',
      '         0     100000      65536\n',
      '0 0 1\n1 100000 65536\n',
    ]) {
      expect(await checkContainer([], await file('map', map))).toMatchObject({ state: 'failed' });
    }
  });
});

describe('what the helper sees of lockdown', () => {
  it.each([
    ['[none] integrity confidentiality\n', 'ok'],
    ['none [integrity] confidentiality\n', 'ok'],
    ['none integrity [confidentiality]\n', 'failed'],
    ['', 'unknown'],
  ])('%j is %s', async (text, state) => {
    expect(await checkLockdown(await file('lockdown', text))).toMatchObject({ state });
  });

  it('is unknown where the file cannot be read', async () => {
    expect(await checkLockdown(join(folder, 'none'))).toMatchObject({ state: 'unknown' });
  });
});

describe('what the helper says of its own rights', () => {
  it('counts its capabilities, and warns where it could get more', async () => {
    const status = (closed: number): string =>
      `CapEff:\t00000000000000c6\nNoNewPrivs:\t${closed}\n`;
    expect(await checkPrivileges(await file('status', status(1)))).toMatchObject({
      state: 'ok',
      detail: '4 capabilities (00000000000000c6), no_new_privs',
    });
    expect(await checkPrivileges(await file('status', status(0)))).toMatchObject({
      state: 'warning',
    });
  });
});
