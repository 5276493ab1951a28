import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCodeMaps } from '../../../src/processes/codeMaps';

it('what a process executes is told with when each file was changed', () => {
  const files = readCodeMaps(process.pid)!.flatMap(({ file }) => (file ? [file] : []));
  const own = files.find(({ path }) => path === process.execPath);
  expect(own?.changed).toBe(statSync(process.execPath, { bigint: true }).mtimeNs);
  expect(files.length).toBeGreaterThan(2);
  expect(files.every(({ changed }) => changed !== undefined)).toBe(true);
});

it('what a process runs is told with it also where the file has no name any more', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'probescope-maps-'));
  const program = join(folder, 'cat');
  copyFileSync('/bin/cat', program);
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    child.stdin.write('ready');
    await once(child.stdout, 'data');
    const { mtimeNs } = statSync(program, { bigint: true });
    rmSync(folder, { recursive: true });
    const own = readCodeMaps(child.pid!)!.find(({ file }) => file?.path === program);
    expect(own?.file).toMatchObject({ deleted: true, changed: mtimeNs });
  } finally {
    child.stdin.end();
    await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
});
