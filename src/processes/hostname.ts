import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** HOST_NAME_MAX of include/uapi/linux/utsname.h, and what a line ends with. */
const LONGEST = 65;

/**
 * What a container calls itself, if we may look into it. A link is not followed: it would lead to a
 * file of ours, not of the container.
 */
export async function containerHostname(pid: number, proc = '/proc'): Promise<string | undefined> {
  try {
    const file = await open(
      `${proc}/${pid}/root/etc/hostname`,
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(LONGEST), 0, LONGEST, 0);
      const [name] = buffer.toString('utf8', 0, bytesRead).split('\n');
      return name === '' ? undefined : name;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
