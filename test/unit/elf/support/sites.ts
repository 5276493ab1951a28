import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { inspectSite } from '../../../../src/elf/code/inspectSite';
import type { ProbeSite } from '../../../../src/elf/code/probeSite';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import { rowNamed } from './rows';

const SOURCE = join(import.meta.dirname, '../../../fixtures/sites/sites.c');

/** test/fixtures/sites, compiled: functions of fixed bytes, and what is said of each place in them. */
export class Sites {
  private constructor(
    readonly path: string,
    readonly index: SymbolIndex,
  ) {}

  static async compile(path: string): Promise<Sites> {
    execFileSync('gcc', ['-O1', '-o', path, SOURCE]);
    return new Sites(path, await SymbolIndex.open(path));
  }

  async inspect(name: string, offset = 0): Promise<ProbeSite> {
    const row = await rowNamed(this.index, name);
    const at = this.index.symbolAt({ address: row.address + BigInt(offset) });
    return inspectSite(this.path, this.index.info, at);
  }

  /** What is said of each byte of a function: `ok`, or why not. */
  async verdicts(name: string): Promise<string[]> {
    const { size } = await rowNamed(this.index, name);
    const verdicts: string[] = [];
    for (let offset = 0; offset < size; offset++) {
      const { uprobe } = await this.inspect(name, offset);
      verdicts.push(uprobe.ok ? 'ok' : uprobe.code);
    }
    return verdicts;
  }
}
