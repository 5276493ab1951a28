import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ElevationError } from './elevationError';

/** Root reads no more than this of the file it is told to run (bytes). */
export const MAX_HELPER_BYTES = 1024 * 1024;

/**
 * The helper's program, read once: what is hashed is what is handed over, so a file that changes in
 * between (an update of the extension, another window) is noticed and not run.
 */
export class HelperFile {
  readonly sha256: string;

  constructor(readonly bytes: Buffer) {
    this.sha256 = createHash('sha256').update(bytes).digest('hex');
  }

  /** @throws ElevationError `tampered` if there is no such file or it cannot be a helper. */
  static async read(path: string): Promise<HelperFile> {
    let bytes: Buffer;
    try {
      bytes = await readFile(path);
    } catch (error) {
      throw new ElevationError(
        'tampered',
        'The helper program of the extension cannot be read: reinstall the extension.',
        String(error),
      );
    }
    if (bytes.length === 0 || bytes.length > MAX_HELPER_BYTES) {
      throw new ElevationError(
        'tampered',
        `The helper program of the extension has ${bytes.length} bytes, which cannot be right: reinstall the extension.`,
        path,
      );
    }
    return new HelperFile(bytes);
  }
}
