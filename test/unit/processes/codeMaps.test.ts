import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readCodeMaps } from '../../../src/processes/codeMaps';

it('what a process executes is told with when each file was changed', () => {
  const files = readCodeMaps(process.pid)!.flatMap(({ file }) => (file ? [file] : []));
  const own = files.find(({ path }) => path === process.execPath);
  expect(own?.changed).toBe(statSync(process.execPath, { bigint: true }).mtimeNs);
  expect(files.length).toBeGreaterThan(2);
  expect(files.every(({ changed }) => changed !== undefined)).toBe(true);
});
