import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOURCES = join(import.meta.dirname, '../../../fixtures/elf');

/** Compiles the C sources of test/fixtures/elf into a temporary folder. */
export class Fixtures {
  readonly folder = mkdtempSync(join(tmpdir(), 'probescope-elf-'));

  path(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** `gcc FLAGS SOURCES -o NAME`; sources are names in test/fixtures/elf. */
  gcc(name: string, sources: readonly string[], ...flags: string[]): string {
    const output = this.path(name);
    const inputs = sources.map(source => join(SOURCES, source));
    run('gcc', ['-O0', '-g', ...inputs, '-o', output, ...flags]);
    return output;
  }

  library(): string {
    const map = `-Wl,--version-script=${join(SOURCES, 'library.map')}`;
    const soname = '-Wl,-soname,libversions.so.1';
    const library = ['library.c'];
    return this.gcc('libversions.so.1', library, '-shared', '-fPIC', map, soname, '-lm');
  }

  /** A program that needs the library beside it. */
  program(name: string, ...flags: string[]): string {
    const library = this.library();
    const origin = '-Wl,-rpath,$ORIGIN';
    return this.gcc(name, ['program.c', 'other.c'], ...flags, library, origin);
  }

  /** `objcopy ARGS FROM NAME`. */
  objcopy(from: string, name: string, ...flags: string[]): string {
    run('objcopy', [...flags, from, this.path(name)]);
    return this.path(name);
  }
}

/** Output of a tool; throws with its stderr when it fails. */
export function run(tool: string, args: readonly string[]): string {
  return execFileSync(tool, args, { encoding: 'utf8', maxBuffer: 1 << 30, stdio: 'pipe' });
}
