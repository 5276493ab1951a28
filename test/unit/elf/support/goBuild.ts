import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Fixtures } from './fixtures';

const SOURCE = join(import.meta.dirname, '../../../fixtures/elf/accounts.go');

/** test/fixtures/elf/accounts.go for a GOARCH, with what else `go build` is told. */
export function goBuild(
  fixtures: Fixtures,
  name: string,
  arch: string,
  ...args: readonly string[]
): string {
  const output = fixtures.path(name);
  execFileSync('go', ['build', ...args, '-o', output, SOURCE], {
    env: {
      PATH: process.env['PATH'],
      GOCACHE: fixtures.path('go-cache'),
      GOPATH: fixtures.path('go'),
      GOARCH: arch,
      GO111MODULE: 'off',
      // A C linker is only asked where its flags are given.
      CGO_ENABLED: args.some(arg => arg.includes('-linkmode=external')) ? '1' : '0',
    },
    stdio: 'pipe',
  });
  return output;
}
