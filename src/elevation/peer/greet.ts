import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, basename, normalize } from 'node:path';
import type { HelperClient } from '../../protocol/client';
import { PROOF_FOLDER, PROOF_PREFIX } from '../../protocol/proof';
import type { Hello } from '../../protocol/requests';
import { ElevationError } from '../elevationError';
import type { HelperConnection } from '../strategy';

/**
 * The first words to a helper. Where the kernel could not say who is at the other end of the socket, the helper
 * is challenged: it must put a nonce into a file that only root can make.
 * @param name what the helper is told of us
 * @throws ElevationError `impostor`, and what hello throws
 */
export async function greet(
  connection: Pick<HelperConnection, 'needsProof'>,
  client: Pick<HelperClient, 'hello'>,
  name: string,
  signal?: AbortSignal,
): Promise<Hello> {
  if (!connection.needsProof) {
    return client.hello(name, signal);
  }
  const nonce = randomBytes(32).toString('hex');
  const hello = await client.hello(name, signal, nonce);
  const found = await readProof(hello.proof ?? '');
  if (found !== nonce) {
    throw new ElevationError(
      'impostor',
      'What answered in the place of the helper could not prove that it is root, and was cut off: see the log.',
      hello.proof ?? 'no proof',
    );
  }
  return hello;
}

/** What root wrote there; undefined if it is not a file of root's in root's folder. */
async function readProof(path: string): Promise<string | undefined> {
  const isInPlace =
    normalize(path) === path &&
    dirname(path) === PROOF_FOLDER &&
    basename(path).startsWith(PROOF_PREFIX);
  if (!isInPlace) {
    return undefined;
  }
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch(() => undefined);
  try {
    const found = await file?.stat();
    const isRoots = found?.isFile() === true && found.uid === 0 && (found.mode & 0o022) === 0;
    return isRoots && found.size === 64 ? await file?.readFile('latin1') : undefined;
  } finally {
    await file?.close();
  }
}
