import { closeSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openProbedFile } from '../../../src/helper/probedFile';
import { toHex64 } from '../../../src/protocol/scalars';

it('a probed file whose closing fails does not fail what was done with it', async () => {
  const { dev, ino } = await lstat(import.meta.filename, { bigint: true });
  const identity = { path: import.meta.filename, device: toHex64(dev), inode: toHex64(ino) };
  const user = { uid: process.geteuid!(), gid: process.getegid!() };
  const file = openProbedFile(user, identity, 0n);
  // As a network file system may answer close(2) with EIO: an event that was made by then would stay in the kernel.
  closeSync(file.fd);
  expect(() => {
    file.close();
  }).not.toThrow();
});
