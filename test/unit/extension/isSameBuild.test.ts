import { expect, it } from 'vitest';
import { fileBuild, isSameBuild } from '../../../src/extension/callers/isSameBuild';

const INFO = { buildId: 'ab12', size: 9000n, mtime: 17n };
const { size, mtime } = INFO;

it('a file is the one that was recorded by its build-id, else by its size and time', () => {
  const recorded = fileBuild(INFO);
  expect(isSameBuild(recorded, INFO)).toBe(true);
  // Copied to another machine.
  expect(isSameBuild(recorded, { ...INFO, mtime: 18n })).toBe(true);
  expect(isSameBuild(recorded, { ...INFO, buildId: 'ab13' })).toBe(false);
  expect(isSameBuild(recorded, { size, mtime })).toBe(false);
  const without = fileBuild({ size, mtime });
  expect(isSameBuild(without, { size, mtime })).toBe(true);
  expect(isSameBuild(without, { size, mtime: 18n })).toBe(false);
  expect(isSameBuild(without, INFO)).toBe(false);
});
