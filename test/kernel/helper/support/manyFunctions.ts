import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateProbe } from '../../../../src/protocol/probes';
import { toHex64 } from '../../../../src/protocol/scalars';
import { mustCommand } from '../../../rigs/command';

type UprobeRequest = Extract<CreateProbe, { file: unknown }>;

/** A program of `count` functions; each run calls the one of number `n` `calls(n)` times. */
export class ManyFunctions {
  private constructor(
    private readonly folder: string,
    readonly path: string,
    /** File offsets, by the functions' numbers. */
    readonly offsets: readonly bigint[],
  ) {}

  static async compile(count: number): Promise<ManyFunctions> {
    const folder = await mkdtemp(join(tmpdir(), 'probescope-many-'));
    await chmod(folder, 0o755);
    const path = join(folder, 'many');
    const numbers = Array.from({ length: count }, (_, n) => n);
    const calls = numbers.flatMap(n => Array<string>(this.calls(n)).fill(`sum += f${n}(sum);`));
    await writeFile(
      `${path}.c`,
      [
        ...numbers.map(
          n => `__attribute__((noinline)) int f${n}(int x) { __asm__(""); return x + ${n}; }`,
        ),
        'int main(int sum, char **argv) {',
        ...calls,
        'return sum == 0; }',
      ].join('\n'),
    );
    await mustCommand(['gcc', '-O1', '-o', path, `${path}.c`]);
    return new ManyFunctions(folder, path, await fileOffsets(path, count));
  }

  static calls(n: number): number {
    return (n % 3) + 1;
  }

  /** How often its first `count` functions are called in one run, together. */
  static allCalls(count: number): number {
    return Array.from({ length: count }, (_, n) => this.calls(n)).reduce((a, b) => a + b, 0);
  }

  run(): Promise<unknown> {
    return mustCommand([this.path]);
  }

  /** One probe on its first `count` functions, on by default. */
  async probe(count: number, changes: Partial<UprobeRequest> = {}): Promise<UprobeRequest> {
    const { dev, ino } = await stat(this.path, { bigint: true });
    const [first = 0n, ...more] = this.offsets.slice(0, count);
    return {
      kind: 'uprobe',
      label: `${count} functions`,
      args: [],
      enable: true,
      file: { path: this.path, device: toHex64(dev), inode: toHex64(ino) },
      offset: toHex64(first),
      more: more.map(offset => ({ offset: toHex64(offset) })),
      ...changes,
    };
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** By nm and readelf: address less the section's address, plus its offset. */
async function fileOffsets(path: string, count: number): Promise<bigint[]> {
  const sections = await mustCommand(['readelf', '-SW', path]);
  const text = /\.text\s+PROGBITS\s+([0-9a-f]+)\s+([0-9a-f]+)/.exec(sections)!;
  const shift = BigInt(`0x${text[2]!}`) - BigInt(`0x${text[1]!}`);
  const names = await mustCommand(['nm', path]);
  const offsets = Array<bigint>(count).fill(0n);
  for (const [, address, number] of names.matchAll(/^([0-9a-f]+) T f(\d+)$/gm)) {
    offsets[Number(number)] = BigInt(`0x${address!}`) + shift;
  }
  return offsets;
}
