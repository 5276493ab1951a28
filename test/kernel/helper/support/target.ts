import { chmod, copyFile, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CreateProbe } from '../../../../src/protocol/probes';
import { toHex64 } from '../../../../src/protocol/scalars';
import { command, mustCommand } from '../../../rigs/command';

const SOURCE = fileURLToPath(new URL('../../../fixtures/calls/calls.c', import.meta.url));

/** A program of our own that may be probed: nobody else runs this file. */
export class Target {
  private constructor(
    readonly folder: string,
    readonly path: string,
    private readonly symbols: ReadonlyMap<string, bigint>,
  ) {}

  /** Compiles it into a new folder that every user may read. */
  static async compile(): Promise<Target> {
    const folder = await mkdtemp(join(tmpdir(), 'probescope-target-'));
    await chmod(folder, 0o755);
    const path = join(folder, 'calls');
    await mustCommand(['gcc', '-O2', '-o', path, SOURCE]);
    return new Target(folder, path, await fileOffsets(path));
  }

  /** The same program in another file, at any path below its folder. */
  async copy(name: string): Promise<Target> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await copyFile(this.path, path);
    await chmod(path, 0o755);
    return new Target(this.folder, path, this.symbols);
  }

  offset(symbol: 'work' | 'rest' | 'main'): bigint {
    return this.symbols.get(symbol)!;
  }

  /** Runs it to its end: `work` is called `count` times, `rest` and `main` once. */
  async run(count: number): Promise<void> {
    const { code } = await command([this.path, `${count}`]);
    if (code !== 0) {
      throw new Error(`${this.path} ended with ${code}`);
    }
  }

  /** A request for a probe on it, on by default. */
  async probe(changes: Partial<UprobeRequest> = {}): Promise<UprobeRequest> {
    const { dev, ino } = await stat(this.path, { bigint: true });
    return {
      kind: 'uprobe',
      label: 'work',
      args: [],
      enable: true,
      file: { path: this.path, device: toHex64(dev), inode: toHex64(ino) },
      offset: toHex64(this.offset('work')),
      ...changes,
    };
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

export type UprobeRequest = Extract<CreateProbe, { file: unknown }>;

/** File offsets of the functions, by nm and readelf: address less the section's address, plus its offset. */
async function fileOffsets(path: string): Promise<Map<string, bigint>> {
  const sections = await mustCommand(['readelf', '-SW', path]);
  const text = /\.text\s+PROGBITS\s+([0-9a-f]+)\s+([0-9a-f]+)/.exec(sections)!;
  const shift = BigInt(`0x${text[2]!}`) - BigInt(`0x${text[1]!}`);
  const names = await mustCommand(['nm', path]);
  return new Map(
    Array.from(names.matchAll(/^([0-9a-f]+) [tT] (work|rest|main)$/gm), ([, address, name]) => [
      name!,
      BigInt(`0x${address!}`) + shift,
    ]),
  );
}
