import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CreateProbe } from '../../../../src/protocol/probes';
import { toHex64 } from '../../../../src/protocol/scalars';
import type { ProbedCode } from '../../../../src/workers/callers/probedCode';
import { mustCommand } from '../../../rigs/command';

const SOURCES = fileURLToPath(new URL('../../../fixtures/callers', import.meta.url));

type Kind = 'uprobe' | 'uretprobe';

/** A program whose function `work` is called from two of its functions, a library and by a tail call. */
export class CallersTarget {
  private constructor(
    readonly folder: string,
    readonly program: string,
    readonly library: string,
    /** Of `work`. */
    readonly address: number,
    readonly offset: number,
  ) {}

  static async compile(flags: readonly string[]): Promise<CallersTarget> {
    const folder = await mkdtemp(join(tmpdir(), 'probescope-callers-'));
    const library = join(folder, 'librelay.so');
    const program = join(folder, 'calls');
    const source = (name: string): string => join(SOURCES, name);
    const gcc = ['gcc', '-O2', '-g'];
    const others = flags.filter(flag => !/pie$/i.test(flag));
    await mustCommand([...gcc, ...others, '-shared', '-fPIC', '-o', library, source('library.c')]);
    await mustCommand([...gcc, ...flags, '-o', program, source('program.c'), library]);
    const names = await mustCommand(['nm', program]);
    const address = Number.parseInt(/^([0-9a-f]+) T work$/m.exec(names)![1]!, 16);
    const sections = await mustCommand(['readelf', '-SW', program]);
    const [, at, offset] = /\.text\s+PROGBITS\s+([0-9a-f]+)\s+([0-9a-f]+)/.exec(sections)!;
    const shift = Number.parseInt(at!, 16) - Number.parseInt(offset!, 16);
    return new CallersTarget(folder, program, library, address, address - shift);
  }

  /** Builds the library anew, with its functions elsewhere, into the same file, as linkers often do. */
  async rebuildLibrary(): Promise<void> {
    const other = `${this.library}.new`;
    const gcc = ['gcc', '-O2', '-g', '-falign-functions=512', '-shared', '-fPIC', '-o', other];
    await mustCommand([...gcc, join(SOURCES, 'library.c')]);
    await writeFile(this.library, await readFile(other));
  }

  /** Runs it until all calls are made: it then waits for the end of its input. */
  async start(): Promise<ChildProcess> {
    const child = spawn(this.program, { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    return child;
  }

  async request(kind: Kind): Promise<CreateProbe> {
    const { dev, ino } = await stat(this.program, { bigint: true });
    const caller = { name: 'caller', fetch: '$stack0', type: 'x64' };
    const args = [{ name: 'n', fetch: '%di', type: 's32' }, caller];
    return {
      ...{ kind, label: 'work', enable: true, offset: toHex64(BigInt(this.offset)) },
      args: kind === 'uprobe' ? args : [{ name: 'r', fetch: '$retval', type: 's32' }],
      file: { path: this.program, device: toHex64(dev), inode: toHex64(ino) },
    };
  }

  async code(kind: Kind): Promise<ProbedCode> {
    const { dev, ino } = await stat(this.program, { bigint: true });
    return {
      ...(kind === 'uprobe' && { caller: 'caller' }),
      file: { path: this.program, dev, inode: ino },
      places: [{ address: this.address, offset: this.offset }],
    };
  }

  /** `function+0x… (file) source:line` of a return address in a process, by /proc, addr2line and nm. */
  async truth(pid: number, address: number): Promise<string> {
    const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
    for (const file of [this.program, this.library]) {
      const lines = maps.split('\n').filter(line => line.endsWith(` ${file}`));
      const ranges = lines.map(line => /^([0-9a-f]+)-([0-9a-f]+) \S+ ([0-9a-f]+)/.exec(line)!);
      const inFile = ranges
        .map(([, ...numbers]) => numbers.map(digits => Number.parseInt(digits, 16)))
        .find(([start, end]) => address >= start! && address < end!);
      if (inFile) {
        // Each is mapped as a whole from its first byte on; only one that is not moved starts elsewhere.
        const isMoved = file === this.library || (await this.isPie());
        const base = isMoved ? Number.parseInt(ranges[0]![1]!, 16) : 0;
        const inside = address - base;
        const lookedUp = `0x${(inside - 1).toString(16)}`;
        const told = await mustCommand(['addr2line', '-f', '-e', file, lookedUp]);
        const [name, place = ''] = told.split('\n');
        const source = basename(place.replace(/ \(.*\)$/, ''));
        const symbols = await mustCommand(['nm', file]);
        const start = new RegExp(`^([0-9a-f]+) [tT] ${name!}$`, 'm').exec(symbols)![1]!;
        const delta = inside - Number.parseInt(start, 16);
        return `${name!}+0x${delta.toString(16)} (${basename(file)}) ${source}`;
      }
    }
    throw new Error(`0x${address.toString(16)} is in neither file`);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  private async isPie(): Promise<boolean> {
    return /Type:\s+DYN/.test(await mustCommand(['readelf', '-h', this.program]));
  }
}
