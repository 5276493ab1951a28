import { closeSync, fchmodSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PROOF_FOLDER, PROOF_PREFIX } from '../protocol/proof';
import { parseOwnerName, type OwnerName } from './ownerName';
import { Refusal } from './refusal';
import { isRunning } from './start/processStatus';

/**
 * Answers the extension's challenge: its nonce in a file that only root can have made, as only root may write to
 * /run. It is there until the next request says that it was read, or the end.
 */
export class Proof {
  private path: string | undefined;

  constructor(private readonly owner: OwnerName) {}

  /** @returns the file's path. Throws {@link Refusal} `io` where /run is full. */
  give(nonce: string): string {
    removeDead();
    this.take();
    const path = join(PROOF_FOLDER, `${PROOF_PREFIX}${this.owner.name}`);
    // Never through a link, and never over another file.
    const fd = openSync(path, 'wx', 0o400);
    this.path = path;
    try {
      // Readable by the user only now, as the helper's umask keeps everything from others.
      fchmodSync(fd, 0o444);
      writeSync(fd, nonce);
    } catch (error) {
      this.take();
      throw notWritten(error);
    } finally {
      closeSync(fd);
    }
    return path;
  }

  take(): void {
    if (this.path !== undefined) {
      rmSync(this.path, { force: true });
      this.path = undefined;
    }
  }
}

function notWritten(error: unknown): Refusal {
  const errno = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
  return new Refusal(
    'io',
    `The proof of being root could not be written to ${PROOF_FOLDER} (${errno}): make room there.`,
    { errno },
  );
}

/** A helper that was killed in the moment of its proof left it; it is root's own, so that nobody has to be asked. */
function removeDead(): void {
  for (const name of readdirSync(PROOF_FOLDER)) {
    const owner = name.startsWith(PROOF_PREFIX)
      ? parseOwnerName(name.slice(PROOF_PREFIX.length))
      : undefined;
    if (owner !== undefined && !isRunning(owner)) {
      rmSync(join(PROOF_FOLDER, name), { force: true });
    }
  }
}
