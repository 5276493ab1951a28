import { execFileSync } from 'node:child_process';
import { run } from './fixtures';

/** The addresses of all rows that `objdump` decodes from the line tables of a file, and those beside them. */
export function trueAddresses(file: string): number[] {
  const rows = run('objdump', ['--dwarf=decodedline', file]).matchAll(/^\S.* (0x[0-9a-f]+)\b/gm);
  const addresses = [...rows].map(([, address]) => Number(address));
  return [...new Set(addresses.flatMap(address => [address - 1, address, address + 1]))];
}

/** What addr2line says of each: `PATH:LINE`, or `??`. */
export function trueLines(file: string, addresses: readonly number[]): string[] {
  const input = addresses.map(address => address.toString(16)).join('\n');
  const output = execFileSync('addr2line', ['-e', file], { encoding: 'utf8', input });
  return output
    .trimEnd()
    .split('\n')
    .map(line => line.replace(/ \(discriminator \d+\)$/, ''))
    .map(line => (/^\?\?|:[?0]$/.test(line) ? '??' : line));
}
