import { closeSync, constants, fstatSync, openSync, type BigIntStats } from 'node:fs';

/** A probed file kept open, to know later whether it still holds what it held. */
export class KeptFile {
  private readonly before: BigIntStats;

  private constructor(private readonly fd: number) {
    this.before = fstatSync(fd, { bigint: true });
  }

  /** @param path of an open file: `/proc/self/fd/N` */
  static of(path: string): KeptFile {
    return new KeptFile(openSync(path, constants.O_RDONLY));
  }

  /** Whether nobody wrote to it since. Its name does not matter. */
  isUnchanged(): boolean {
    const now = fstatSync(this.fd, { bigint: true });
    return now.size === this.before.size && now.mtimeNs === this.before.mtimeNs;
  }

  close(): void {
    closeSync(this.fd);
  }
}
