import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Fixtures } from './fixtures';

const SOURCES = join(import.meta.dirname, '../../../fixtures/elf');

/** test/fixtures/elf/accounts.go for a GOARCH, with what else `go build` is told. */
export function goBuild(
  fixtures: Fixtures,
  name: string,
  arch: string,
  ...args: readonly string[]
): string {
  return build(fixtures, 'accounts.go', name, arch, args);
}

/** Prints address and name of each function in a program's table, as Go's own reader has them. */
export function buildGoLister(fixtures: Fixtures): string {
  return build(fixtures, 'listGoFunctions.go', 'lister');
}

function build(
  fixtures: Fixtures,
  source: string,
  name: string,
  arch?: string,
  args: readonly string[] = [],
): string {
  const output = fixtures.path(name);
  execFileSync('go', ['build', ...args, '-o', output, join(SOURCES, source)], {
    env: {
      PATH: process.env['PATH'],
      GOCACHE: fixtures.path('go-cache'),
      GOPATH: fixtures.path('go'),
      ...(arch && { GOARCH: arch }),
      GO111MODULE: 'off',
      // A C linker is only asked where its flags are given.
      CGO_ENABLED: args.some(arg => arg.includes('-linkmode=external')) ? '1' : '0',
    },
    stdio: 'pipe',
  });
  return output;
}
