import { lstat } from 'node:fs/promises';
import type { FileIdentity } from '../../../../src/protocol/probes';
import { toHex64 } from '../../../../src/protocol/scalars';

/** What is at a path, a link itself, as the extension would name it. */
export async function identityOf(path: string): Promise<FileIdentity> {
  const { dev, ino } = await lstat(path, { bigint: true });
  return { path, device: toHex64(dev), inode: toHex64(ino) };
}
