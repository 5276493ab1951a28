import { join } from 'node:path';
import { inspectSite } from '../../src/elf/code/inspectSite';
import type { ProbeSite } from '../../src/elf/code/probeSite';
import { SymbolIndex } from '../../src/elf/symbolIndex';
import { mustCommand } from '../rigs/command';

/** A function of the program, as the product sees it before a probe is armed there. */
export interface HitSite {
  readonly name: string;
  /** In the file. */
  readonly offset: bigint;
  readonly site: ProbeSite;
}

/** A private copy of test/fixtures/hits/hits.c, whose functions begin in the ways that cost differently. */
export class HitProgram {
  private constructor(
    readonly path: string,
    private readonly index: SymbolIndex,
  ) {}

  /** Compiles it into a folder. */
  static async compile(folder: string): Promise<HitProgram> {
    const path = join(folder, 'hits');
    const source = 'test/fixtures/hits/hits.c';
    await mustCommand(['gcc', '-O2', '-fcf-protection=none', '-o', path, source]);
    return new HitProgram(path, await SymbolIndex.open(path));
  }

  async site(name: string): Promise<HitSite> {
    const [row] = await this.index.definitions(name);
    const offset = row?.fileOffset;
    if (offset === undefined) {
      throw new Error(`The program has no function ${name}`);
    }
    const at = this.index.symbolAt({ fileOffset: offset });
    return { name, offset, site: await inspectSite(this.path, this.index.info, at) };
  }

  /** What one call of a function takes of a processor, ns: others that run meanwhile do not count. */
  async nsPerCall(name: string, calls: number): Promise<number> {
    return Number(await mustCommand([this.path, name, String(calls)]));
  }
}
