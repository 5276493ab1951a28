import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isRootsPlace } from '../../../src/elevation/installed/rootsPlace';

it("is root's where all that is there of the path is", async () => {
  expect(await isRootsPlace('/usr/share')).toBe(true);
  expect(await isRootsPlace('/usr/share/probescope-not-there/nor/this')).toBe(true);
});

it("is not root's below a folder in which others make files, or behind a link", async () => {
  expect(await isRootsPlace(tmpdir())).toBe(false);
  expect(await isRootsPlace(join(tmpdir(), 'probescope-not-there/nor/this'))).toBe(false);
  expect(await isRootsPlace('/proc/self/cwd')).toBe(false);
});
