import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, open, rmdir, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustCommand } from '../../../rigs/command';

/** A FUSE file system whose server answers nothing at all: whoever looks into it waits until {@link remove}. */
export class MuteMount {
  private constructor(
    readonly folder: string,
    private readonly server: FileHandle,
  ) {}

  /** Every user may look into it. */
  static async make(): Promise<MuteMount> {
    const folder = await mkdtemp(join(tmpdir(), 'probescope-mute-'));
    await chmod(folder, 0o755);
    const server = await open('/dev/fuse', 'r+');
    const options = 'fd=3,rootmode=40000,user_id=0,group_id=0,allow_other';
    const mount = spawn('mount', ['-i', '-t', 'fuse', '-o', options, 'mute', folder], {
      stdio: ['ignore', 'ignore', 'inherit', server.fd],
    });
    const [code] = (await once(mount, 'exit')) as [number | null];
    if (code !== 0) {
      throw new Error(`mount of FUSE ended with ${code}`);
    }
    return new MuteMount(folder, server);
  }

  /** Without a server all who wait are let go with an error. */
  async remove(): Promise<void> {
    await this.server.close();
    await mustCommand(['umount', '-l', this.folder]);
    await rmdir(this.folder);
  }
}
